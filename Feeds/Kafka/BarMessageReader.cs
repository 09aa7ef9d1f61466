using System.Text.Json;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Reads the value of a bar's record (<see cref="BarMessage"/>), or says why it is no bar. Strict: one JSON object
/// with the members <c>datetime</c> (a string in any form that a CSV file's times have), <c>open</c>, <c>high</c>,
/// <c>low</c>, <c>close</c>, <c>% change</c> and, where there is one, <c>volume</c> (numbers of up to 18 digits), each
/// once, in any order, and no other; low and high bound the other prices, as in a file. Safe for use by many threads.
/// </summary>
public sealed class BarMessageReader
{
    /// <summary>Most bytes of a value.</summary>
    public const int MaxReadLength = 4096;

    private const int Datetime = 0, Open = 1, Close = 4, Change = 5, Volume = 6;
    private const uint Required = (1U << Volume) - 1;

    private static readonly MemberNames Names = new("datetime", "open", "high", "low", "close", "% change", "volume");

    private readonly ZoneClock _clock;

    /// <param name="zone">Zone of times that name no offset. Default UTC.</param>
    public BarMessageReader(TimeZoneInfo? zone = null) => _clock = new ZoneClock(zone ?? TimeZoneInfo.Utc, shift: 0);

    /// <summary>Reads a bar; a good one allocates nothing.</summary>
    /// <param name="value">The record's value.</param>
    /// <param name="previous">
    /// Time of the symbol's bar before it, or <see cref="EventTime.MinValue"/>. It only decides what a time means that
    /// happens twice because clocks go back: the second of the two where the first is not after it. That a bar is
    /// after the one before is not checked here.
    /// </param>
    /// <param name="bar">The bar, where there is one.</param>
    /// <returns>Null, or why the value is no bar, in one line that names the member.</returns>
    public string? TryRead(ReadOnlySpan<byte> value, EventTime previous, out Bar bar)
    {
        var before = new BarState(previous.IsKnown, previous.Microseconds, 0, 0);
        if (WrittenBar.TryRead(value, _clock, before, out bar))
            return null;
        var members = new MemberReader(value, Names);
        try
        {
            return TryRead(ref members, before, out bar);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            bar = default;
            return members.Say(e);
        }
    }

    private string? TryRead(ref MemberReader members, in BarState before, out Bar bar)
    {
        bar = default;
        if (members.Begin(MaxReadLength) is { } unfit)
            return unfit;
        var time = 0L;
        Decimal64 change = default, volume = default;
        Span<Decimal64> prices = stackalloc Decimal64[4];
        while (true)
        {
            if (members.Next(out var member) is { } misnamed)
                return misnamed;
            if (member < 0)
                break;
            if (member == Datetime)
            {
                if (members.ReadStamp(_clock, before, out time) is { } wrongTime)
                    return wrongTime;
                continue;
            }

            if (members.ReadNumber(out var number) is { } wrongType)
                return wrongType;
            var wrong = member switch
            {
                >= Open and <= Close => BarText.TryReadPrice(member - Open, number, out prices[member - Open]),
                Change => BarText.TryReadPercentChange(number, out change),
                _ => BarText.TryReadVolume(number, out volume),
            };
            if (wrong is not null)
                return wrong;
        }

        Span<long> mantissas = stackalloc long[4];
        if (members.CheckPresence(Required) is { } missing)
            return missing;
        if (BarText.TryAlign(prices, mantissas, out var scale) is { } unbounded)
            return unbounded;
        bar = new Bar(
            new EventTime(time), mantissas[0], mantissas[1], mantissas[2], mantissas[3], scale, change,
            (members.Seen & 1U << Volume) != 0 ? volume : null);
        return null;
    }
}
