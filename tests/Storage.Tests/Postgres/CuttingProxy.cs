using System.Net;
using System.Net.Sockets;

namespace TradeBooks.Storage.Tests.Postgres;

/// <summary>
/// Stands between a client and a server. Told to, it keeps the server's answers to itself, and cuts the connections when
/// it is told so, too.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();
    private volatile bool _isSilent;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on clients are heard but get no answer.</summary>
    public void KeepAnswers() => _isSilent = true;

    /// <summary>Ends all connections; new ones are served as at first.</summary>
    public void Cut()
    {
        var cut = _cut;
        _cut = new CancellationTokenSource();
        cut.Cancel();
        cut.Dispose();
        _isSilent = false;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _accepting.GetAwaiter().GetResult();
        _stop.Dispose();
        _cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _cut.Token);
        far.Connect(IPAddress.Loopback, _target);
        var there = CopyAsync(near.GetStream(), far.GetStream(), isAnswer: false, end.Token);
        var back = CopyAsync(far.GetStream(), near.GetStream(), isAnswer: true, end.Token);
        await Task.WhenAny(there, back);
        await end.CancelAsync();
        await Task.WhenAll(there, back);
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isAnswer, CancellationToken end)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, end)) > 0)
            {
                if (!isAnswer || !_isSilent)
                    await to.WriteAsync(buffer.AsMemory(0, read), end);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The one or the other side has gone.
        }
    }
}
