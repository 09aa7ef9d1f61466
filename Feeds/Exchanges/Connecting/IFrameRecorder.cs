namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Takes the frames of a connector as they come in, before they are read. Several connections call it at a time.</summary>
public interface IFrameRecorder
{
    /// <param name="frame">The frame or the answer over REST; good only during the call.</param>
    /// <param name="nanoseconds">When it came in, since 1970.</param>
    /// <param name="symbol">The symbol of an answer over REST; null for a frame of the WebSocket.</param>
    void Record(ReadOnlySpan<byte> frame, long nanoseconds, string? symbol);
}
