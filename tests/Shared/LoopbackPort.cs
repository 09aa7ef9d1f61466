using System.Net;
using System.Net.Sockets;

namespace TradeBooks.Tests;

/// <summary>Ports for servers that tests start.</summary>
internal static class LoopbackPort
{
    /// <summary>
    /// A free one, below the range that the system gives to connections (from 32768 on Linux): while its server is down
    /// no client can be given it, nor connect to itself through it.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use: another.
            }
        }
    }
}
