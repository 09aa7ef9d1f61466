using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Engine;

/// <summary>A symbol's time slot as the portfolio needs it where nothing is traded.</summary>
/// <param name="Time">Event time.</param>
/// <param name="Mark">The symbol's last price after the slot.</param>
/// <param name="Events">Events in the slot, 1 or more.</param>
public readonly record struct SlotTick(EventTime Time, Decimal64 Mark, int Events);
