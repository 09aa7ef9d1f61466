using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>A record that a broker did not take.</summary>
/// <param name="Route">Where it was to go; the partition is null where it is not known.</param>
/// <param name="Line">Line of the row in the symbol's file; 0 for the record that says that the data has ended.</param>
/// <param name="Time">Event time of the row; that of the symbol's last row for the end of data.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record DeliveryFailure(SymbolRoute Route, long Line, EventTime Time, string Reason);
