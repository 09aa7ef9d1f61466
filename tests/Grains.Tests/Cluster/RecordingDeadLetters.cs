using System.Collections.Concurrent;
using System.Text;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Keeps dead letters.</summary>
internal sealed class RecordingDeadLetters : IDeadLetters
{
    public ConcurrentQueue<(string Symbol, long Offset, string Value, string Reason)> Letters { get; } = [];

    public Task WriteAsync(string symbol, RecordBatch batch, int index, string reason, CancellationToken cancellation)
    {
        Letters.Enqueue((symbol, batch.Offsets[index], Encoding.UTF8.GetString(batch.Value(index)), reason));
        return Task.CompletedTask;
    }
}
