using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>Format of a portfolio's saved state; another one is refused.</summary>
internal static class PortfolioFormat
{
    // The first one had no number.
    private const int Number = 3;

    /// <param name="archive">Where the state begins.</param>
    /// <param name="portfolio">Key of the portfolio.</param>
    /// <exception cref="StateException">It is of another program.</exception>
    public static void Persist(StateArchive archive, string portfolio)
    {
        var saved = Number;
        try
        {
            archive.Item("format", ref saved);
        }
        catch (StateException e)
        {
            throw new StateException($"saved state of portfolio {portfolio} is of an older program", e);
        }

        if (saved != Number)
            throw new StateException($"saved state of portfolio {portfolio} has format {saved}, this program has {Number}");
    }
}
