using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Silo.Feeding;

/// <summary>Where there is no Kafka, a record that can't be read is still in its file: the log says which.</summary>
internal sealed partial class LoggedDeadLetters(ILogger<LoggedDeadLetters> logger) : IDeadLetters
{
    public Task WriteAsync(string symbol, RecordBatch batch, int index, string reason, CancellationToken cancellation)
    {
        LogBad(batch.Topic, batch.Offsets[index], symbol, reason);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} line {Offset} of {Symbol} can't be read and is left out: {Reason}")]
    private partial void LogBad(string source, long offset, string symbol, string reason);
}
