namespace TradeBooks.Domain.Desk;

/// <summary>How far processing is behind.</summary>
/// <param name="Events">Events processed since the start.</param>
/// <param name="EventsPerSecond">Rate of late, by the host's clock.</param>
/// <param name="Pending">Slot reports that wait for other symbols.</param>
public sealed record LagView(long Events, double EventsPerSecond, int Pending);
