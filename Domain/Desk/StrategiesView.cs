using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>A portfolio's strategies.</summary>
/// <param name="Portfolio">Key of the portfolio.</param>
/// <param name="Time">Event time of the last slot.</param>
/// <param name="Strategies">In the portfolio's order.</param>
public sealed record StrategiesView(string Portfolio, EventTime Time, IReadOnlyList<StrategyView> Strategies)
{
    /// <summary>The strategy of an id.</summary>
    /// <exception cref="DeskNotFoundException">There is none.</exception>
    public StrategyView Find(string strategy) =>
        Strategies.FirstOrDefault(view => view.Id == strategy)
        ?? throw new DeskNotFoundException($"portfolio '{Portfolio}' has no strategy '{strategy}'");
}
