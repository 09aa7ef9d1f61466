using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>Says how long to wait before an event time is due, when history is replayed at a pace.</summary>
internal interface IPacer
{
    /// <summary>Wall time until the events of this time are due; not above 0 when they are due now.</summary>
    TimeSpan UntilDue(EventTime time);
}
