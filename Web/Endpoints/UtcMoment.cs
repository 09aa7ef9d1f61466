using System.Globalization;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Endpoints;

/// <summary>A time in a query: ISO 8601, UTC where it names no offset.</summary>
internal readonly record struct UtcMoment(EventTime Time)
{
    public static bool TryParse(string? text, IFormatProvider? provider, out UtcMoment moment)
    {
        var isTime = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        moment = isTime ? new UtcMoment(EventTime.FromUtc(time.UtcDateTime)) : default;
        return isTime;
    }
}
