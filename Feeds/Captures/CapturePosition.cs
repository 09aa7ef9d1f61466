using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Captures;

/// <summary>Where reading of a symbol goes on after an interruption: its last event that was processed.</summary>
/// <param name="Number">Its number among all events of the capture, from 1 on.</param>
/// <param name="Time">Its time in the feed.</param>
public sealed record CapturePosition(long Number, EventTime Time);
