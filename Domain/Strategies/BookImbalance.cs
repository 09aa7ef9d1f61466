using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Strategies;

/// <summary>
/// Takes at the market when the order book leans to one side. With b and a the quantities of the best
/// <see cref="BookImbalanceSettings.Levels"/> bids and asks, the imbalance is (b − a) / (b + a); the microprice is the mid
/// moved towards the side that has less at its best level, (microprice − mid) / spread = (b₁ − a₁) / 2(b₁ + a₁).
/// <list type="number">
/// <item>enters, when flat and without orders, where imbalance and microprice both reach their thresholds in one direction, the
/// spread is no wider than allowed, and the last position ended long enough ago;</item>
/// <item>leaves at the market when the imbalance in the position's direction has fallen to the exit threshold, or the
/// position is as old as allowed; take profit and stop loss where they are set.</item>
/// </list>
/// The book alone makes signals, and only while it is in sync with both sides there; the age of a position is looked at
/// with every event. Thresholds are compared exactly.
/// </summary>
/// <remarks>
/// That order book imbalance moves prices linearly over short times: Cont, Kukanov, Stoikov, "The Price Impact of Order
/// Book Events", Journal of Financial Econometrics 12 (2014) 47–88. The microprice as an estimator of the next mid:
/// Stoikov, "The micro-price: a high-frequency estimator of future prices", Quantitative Finance 18 (2018) 1959–1966,
/// whose first approximation, the weighted mid, is what is used here.
/// </remarks>
public sealed class BookImbalance(BookImbalanceSettings settings) : IStrategy
{
    private const decimal BasisPoints = 10_000m;
    private const long Never = long.MinValue;
    private static readonly string[] Figures = ["imbalance", "microprice", "spread"];

    private long _enteredAt = Never;
    private long _leftAt = Never;
    private double _imbalance = double.NaN;
    private double _microprice = double.NaN;
    private double _spread = double.NaN;

    /// <summary>How <c>book-imbalance</c> is set up from settings; see docs/strategies.md.</summary>
    public static Func<string, IStrategy> Create(SettingsReader reader)
    {
        var settings = BookImbalanceSettings.Read(reader);
        return _ => new BookImbalance(settings);
    }

    public void OnBar(in Bar bar, StrategyContext context) => CloseIfOverdue(context);

    public void OnTrade(in Trade trade, StrategyContext context) => CloseIfOverdue(context);

    public void OnQuote(in Quote quote, StrategyContext context) => CloseIfOverdue(context);

    public void OnDepth(DepthEvent depth, StrategyContext context)
    {
        if (context.Book is not { } book || !book.TryGetBest(BookSide.Bid, out var bid) || !book.TryGetBest(BookSide.Ask, out var ask))
        {
            (_imbalance, _microprice, _spread) = (double.NaN, double.NaN, double.NaN);
            CloseIfOverdue(context);
            return;
        }

        // Sums and differences, so that thresholds can be compared without a division that rounds.
        var (bids, asks) = (book.Depth(BookSide.Bid, settings.Levels), book.Depth(BookSide.Ask, settings.Levels));
        var (lean, depthSum) = (bids - asks, bids + asks);
        var (bidPrice, askPrice) = (bid.Price.ToDecimal(), ask.Price.ToDecimal());
        var (bidQuantity, askQuantity) = (bid.Quantity.ToDecimal(), ask.Quantity.ToDecimal());
        var (topLean, topSum) = (bidQuantity - askQuantity, bidQuantity + askQuantity);
        var (mid, spread) = ((bidPrice + askPrice) / 2m, askPrice - bidPrice);
        _imbalance = (double)lean / (double)depthSum;
        _spread = (double)spread;
        _microprice = (double)mid + _spread * (double)topLean / (2 * (double)topSum);

        if (!context.IsFlat)
        {
            var towards = context.Position > 0 ? lean : -lean;
            if (towards <= settings.Exit * depthSum)
                Close(context);
            else
                CloseIfOverdue(context);
        }
        else if (context.IsIdle && IsRested(context) && !(spread * BasisPoints > settings.MaxSpread * mid))
        {
            if (settings.IsLong && lean >= settings.Enter * depthSum && topLean >= 2 * settings.Microprice * topSum)
                Enter(Side.Buy, mid, context);
            else if (settings.IsShort && -lean >= settings.Enter * depthSum && -topLean >= 2 * settings.Microprice * topSum)
                Enter(Side.Sell, mid, context);
        }
    }

    public void OnFill(in Fill fill, StrategyContext context)
    {
        if (context.IsFlat)
            (_enteredAt, _leftAt) = (Never, fill.Time.Microseconds);
        else if (_enteredAt == Never)
            _enteredAt = fill.Time.Microseconds;
    }

    public IReadOnlyList<string> FigureNames => Figures;

    public void ReadFigures(Span<double> figures)
    {
        figures[0] = _imbalance;
        figures[1] = _microprice;
        figures[2] = _spread;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("enteredAt", ref _enteredAt);
        archive.Item("leftAt", ref _leftAt);
        archive.Item("imbalance", ref _imbalance);
        archive.Item("microprice", ref _microprice);
        archive.Item("spread", ref _spread);
    }

    private bool IsRested(StrategyContext context) =>
        _leftAt == Never || context.Time.Microseconds - _leftAt >= settings.Cooldown;

    private void CloseIfOverdue(StrategyContext context)
    {
        if (!context.IsFlat && context.Time.Microseconds - _enteredAt >= settings.Hold)
            Close(context);
    }

    // A close that works already is not asked for twice.
    private static void Close(StrategyContext context)
    {
        if (!context.IsClosing)
            context.Close();
    }

    private void Enter(Side side, decimal mid, StrategyContext context) =>
        context.Enter(side, Bracket.FromFill(
            Distance(settings.TakeProfit, mid, context.Instrument), Distance(settings.StopLoss, mid, context.Instrument)));

    // Whole ticks, at least one: exits stand at prices that the exchange knows.
    private static decimal Distance(decimal? basisPoints, decimal mid, Instrument instrument) => basisPoints is { } some
        ? Math.Max(1m, decimal.Ceiling(mid * some / BasisPoints / instrument.TickSize)) * instrument.TickSize
        : 0m;
}
