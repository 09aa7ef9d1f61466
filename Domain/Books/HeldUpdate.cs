using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>How an update that waits for a snapshot is saved.</summary>
internal static class HeldUpdate
{
    private const long HasChecksum = 1;

    public static void Write(DepthEvent update, LevelWriter to)
    {
        to.Write(update.Time.Microseconds);
        to.Write(update.ReceivedTime.Microseconds);
        to.Write(update.FirstUpdateId);
        to.Write(update.LastUpdateId);
        to.Write(update.PreviousUpdateId);
        to.Write(update.Checksum is null ? 0 : HasChecksum);
        to.Write(update.Checksum ?? 0);
        to.Write(update.Bids);
        to.Write(update.Asks);
    }

    public static DepthEvent Read(ref LevelReader from)
    {
        var (time, received) = (new EventTime(from.Read()), new EventTime(from.Read()));
        var (first, last, previous) = (from.Read(), from.Read(), from.Read());
        var (told, checksum) = (from.Read(), from.Read());
        var (bids, asks) = (from.ReadLevels(), from.ReadLevels());
        return new DepthEvent(
            EventKind.DepthUpdate, time, received, first, last, previous, bids, asks, told == HasChecksum ? checksum : null);
    }
}
