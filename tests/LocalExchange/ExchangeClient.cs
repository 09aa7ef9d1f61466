using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace TradeBooks.Tests.Markets;

/// <summary>A client of a <see cref="LocalExchange"/>: what it has subscribed, and what is on its way to it.</summary>
internal sealed class ExchangeClient(WebSocket socket)
{
    // A client that reads too slowly is thrown out.
    private readonly Channel<string> _frames = Channel.CreateBounded<string>(100_000);

    public HashSet<string> Depth { get; } = [];

    public HashSet<string> Trades { get; } = [];

    public bool IsSilent { get; set; }

    public CancellationTokenSource Ended { get; } = new();

    public void Send(string frame)
    {
        if (!IsSilent && !_frames.Writer.TryWrite(frame))
            Ended.Cancel();
    }

    public async Task WriteAsync()
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync(Ended.Token))
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, Ended.Token);
    }

    public async Task ReadAsync(Action<string> onMessage)
    {
        var buffer = new byte[1 << 16];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), Ended.Token);
            if (result.MessageType == WebSocketMessageType.Close)
                return;
            length += result.Count;
            if (!result.EndOfMessage)
                continue;
            onMessage(Encoding.UTF8.GetString(buffer, 0, length));
            length = 0;
        }
    }
}
