using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Strategies;

/// <summary>
/// A trading strategy for one symbol; a portfolio has one instance per strategy and symbol. Methods are called in
/// event time, never at once from two threads. They update indicators and may submit signals through the context,
/// which the portfolio sizes and checks once every symbol of the time slot has been seen. A strategy keeps no clock,
/// no random source without a seed, and no state that <see cref="IPersistent.Persist"/> does not name.
/// </summary>
public interface IStrategy : IPersistent
{
    /// <summary>
    /// What an event lacks for this strategy, in one line; null for nothing. Where bad records are put aside the event is
    /// then one of them; elsewhere the strategy is given it, and throws a <see cref="StrategyDataException"/>.
    /// </summary>
    string? FindLack(in MarketEvent e) => null;

    /// <summary>A bar has closed.</summary>
    void OnBar(in Bar bar, StrategyContext context);

    /// <summary>Somebody traded.</summary>
    void OnTrade(in Trade trade, StrategyContext context)
    {
    }

    /// <summary>The best bid or ask has changed.</summary>
    void OnQuote(in Quote quote, StrategyContext context)
    {
    }

    /// <summary>
    /// A snapshot of the order book, or changes to it, has been applied to <see cref="StrategyContext.Book"/>, which is in
    /// sync. Not called while the book is not, nor where the symbol has none.
    /// </summary>
    void OnDepth(DepthEvent depth, StrategyContext context)
    {
    }

    /// <summary>A headline.</summary>
    void OnNews(NewsItem news, StrategyContext context)
    {
    }

    /// <summary>One of the strategy's orders was filled; the context's position already includes it.</summary>
    void OnFill(in Fill fill, StrategyContext context)
    {
    }

    /// <summary>The portfolio refused one of the strategy's signals.</summary>
    void OnRefused(in OrderDecision decision, StrategyContext context)
    {
    }

    /// <summary>Names of the strategy's figures, indicators above all, for people to see; always the same.</summary>
    IReadOnlyList<string> FigureNames => [];

    /// <summary>Writes the figures as they stand; allocates nothing.</summary>
    /// <param name="figures">
    /// One place for each of <see cref="FigureNames"/>; <see cref="double.NaN"/> where there is no figure yet.
    /// </param>
    void ReadFigures(Span<double> figures)
    {
    }
}
