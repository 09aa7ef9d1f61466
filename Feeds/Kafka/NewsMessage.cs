using System.Buffers;
using System.Text.Json;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// A headline as the value of its record: <c>{"symbol":"AAPL","time":1741380840000000,"headline":"…","source":"…"}</c>.
/// The time is in microseconds since 1970.
/// </summary>
/// <param name="Symbol">The symbol that it is about, not empty.</param>
/// <param name="News">The headline, not empty, and its source.</param>
public sealed record NewsMessage(string Symbol, NewsItem News)
{
    /// <summary>Most bytes of a value.</summary>
    public const int MaxReadLength = 64 * 1024;

    private const uint Required = (1U << 4) - 1;

    private static readonly MemberNames Names = new("symbol", "time", "headline", "source");

    /// <summary>Writes the value.</summary>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        using var json = MessageJson.CreateWriter(destination);
        json.WriteStartObject();
        json.WriteString("symbol"u8, Symbol);
        json.WriteNumber("time"u8, News.Time.Microseconds);
        json.WriteString("headline"u8, News.Headline);
        json.WriteString("source"u8, News.Source);
        json.WriteEndObject();
    }

    /// <summary>Reads a value: one JSON object with these members, each once, in any order, and no other.</summary>
    /// <param name="value">The record's value.</param>
    /// <param name="message">The message, where there is one.</param>
    /// <returns>Null, or why there is none, in one line that names the member.</returns>
    public static string? TryRead(ReadOnlySpan<byte> value, out NewsMessage? message)
    {
        message = null;
        var members = new MemberReader(value, Names);
        try
        {
            return TryRead(ref members, out message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return members.Say(e);
        }
    }

    private static string? TryRead(ref MemberReader members, out NewsMessage? message)
    {
        message = null;
        if (members.Begin(MaxReadLength) is { } unfit)
            return unfit;
        string symbol = "", headline = "", source = "";
        EventTime time = default;
        while (true)
        {
            if (members.Next(out var member) is { } misnamed)
                return misnamed;
            if (member < 0)
                break;
            var wrong = member switch
            {
                0 => members.ReadName(out symbol),
                1 => members.ReadTime(out time),
                2 => members.ReadName(out headline),
                _ => members.ReadText(out source),
            };
            if (wrong is not null)
                return wrong;
        }

        if (members.CheckPresence(Required) is { } missing)
            return missing;
        message = new NewsMessage(symbol, new NewsItem(time, headline, source));
        return null;
    }
}
