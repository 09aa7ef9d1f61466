using Microsoft.AspNetCore.Http;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Web.Errors;

namespace TradeBooks.Web.Endpoints;

/// <summary>What endpoints ask of their parameters.</summary>
internal static class Query
{
    public const string DefaultPortfolio = "default";

    /// <summary>A number within its bounds, or what stands for none.</summary>
    /// <exception cref="RequestException">It is out of bounds.</exception>
    public static int Number(string name, int? value, int standard, int most) => value switch
    {
        null => Math.Min(standard, most),
        { } number when number >= 1 && number <= most => number,
        _ => throw new RequestException(StatusCodes.Status400BadRequest, $"{name}: {value} is not within 1 and {most}."),
    };

    /// <summary>One of some words, or what stands for none.</summary>
    /// <exception cref="RequestException">It is another word.</exception>
    public static T Choice<T>(string name, string? text, T standard, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (string.IsNullOrEmpty(text))
            return standard;
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        var words = string.Join(", ", choices.ToArray().Select(choice => choice.Word));
        throw new RequestException(StatusCodes.Status400BadRequest, $"{name}: '{text}' is not one of {words}.");
    }

    /// <summary>A stretch of event time.</summary>
    /// <exception cref="RequestException">It ends before it begins.</exception>
    public static (EventTime From, EventTime To) Range(UtcMoment? from, UtcMoment? to)
    {
        var range = (From: from?.Time ?? EventTime.MinValue, To: to?.Time ?? EventTime.MaxValue);
        return range.From <= range.To
            ? range
            : throw new RequestException(StatusCodes.Status400BadRequest, $"from: {range.From} is after to: {range.To}.");
    }

    /// <summary>The portfolio that was named, else the only one, else <c>default</c>.</summary>
    public static async Task<string> PortfolioAsync(ITradingDesk desk, string? named, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(named))
            return named;
        var all = await desk.PortfoliosAsync(cancellation);
        return all.Count == 1 ? all[0] : DefaultPortfolio;
    }
}
