using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Storage.Portfolios;

/// <summary>Portfolios in memory, for development and tests: they live as long as this object.</summary>
public sealed class MemoryPortfolioStore : IPortfolioStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Ledger> _ledgers = [];

    public Task<SavedPortfolio?> LoadAsync(string portfolio, CancellationToken cancellation) =>
        Run(portfolio, ledger => ledger.Saved, cancellation);

    public Task CommitAsync(PortfolioCommit commit, CancellationToken cancellation)
    {
        LedgerRows.Check(commit);
        return Run(commit.Portfolio, ledger =>
        {
            var saved = ledger.Saved?.Version ?? 0;
            if (saved == commit.Version && ledger.Writer == commit.Writer)
                return true;
            if (saved != commit.Version - 1)
            {
                throw new PortfolioFencedException(
                    $"portfolio {commit.Portfolio} is at version {saved}, version {commit.Version} can not follow");
            }

            ledger.Add(commit);
            _ledgers[commit.Portfolio] = ledger;
            return true;
        }, cancellation);
    }

    public Task<IReadOnlyDictionary<string, DecisionOutcome>> DecisionsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation) =>
        Run<IReadOnlyDictionary<string, DecisionOutcome>>(portfolio, ledger => orderIds.Distinct()
            .Where(ledger.OrdersById.ContainsKey)
            .Select(id => ledger.OrdersById[id])
            .ToDictionary(order => order.Id, order => new DecisionOutcome(order.Quantity, order.Refusal)), cancellation);

    public Task<IReadOnlyDictionary<(string OrderId, int FillNumber), SizedFill>> FillsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation) =>
        Run<IReadOnlyDictionary<(string OrderId, int FillNumber), SizedFill>>(portfolio, ledger => orderIds.Distinct()
            .Where(ledger.TradesByOrder.ContainsKey)
            .SelectMany(id => ledger.TradesByOrder[id])
            .ToDictionary(trade => (trade.OrderId, trade.FillNumber), trade => new SizedFill(trade.Quantity, trade.Fee)), cancellation);

    public Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        PageAsync(
            portfolio, page, ledger => ledger.Orders,
            order => IsWanted(page, order.Symbol, order.Strategy, order.Side)
                && (page.IsRefused is not { } refused || refused == (order.Refusal != Refusal.None)),
            order => order.Number, cancellation);

    public Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) =>
        PageAsync(
            portfolio, page, ledger => ledger.Trades, trade => IsWanted(page, trade.Symbol, trade.Strategy, trade.Side),
            trade => trade.Number, cancellation);

    public Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        return Run<IReadOnlyList<EquityPoint>>(portfolio, ledger =>
        {
            var points = ledger.Equity.Values.Where(point => point.Time >= from && point.Time <= to).ToList();
            return points.Where((_, i) =>
                points.Count <= maxPoints || (i + 1L) * maxPoints / points.Count > (long)i * maxPoints / points.Count).ToList();
        }, cancellation);
    }

    private static bool IsWanted(DeskPageRequest page, string symbol, string strategy, Side side) =>
        (page.Symbol is null || page.Symbol == symbol)
        && (page.Strategy is null || page.Strategy == strategy)
        && (page.Side is null || page.Side == side);

    private Task<DeskPage<T>> PageAsync<T>(
        string portfolio, DeskPageRequest page, Func<Ledger, List<T>> rows, Func<T, bool> isWanted, Func<T, long> number,
        CancellationToken cancellation)
    {
        LedgerRows.Check(page);
        return Run(portfolio, ledger =>
        {
            var all = rows(ledger);
            var found = new List<T>();
            var step = page.IsDescending ? -1 : 1;
            var first = !page.IsDescending ? FirstAfter(all, page.After, number)
                : page.After == 0 ? all.Count - 1 : FirstAfter(all, page.After - 1, number) - 1;
            for (var i = first; i >= 0 && i < all.Count && found.Count <= page.Limit; i += step)
            {
                if (isWanted(all[i]))
                    found.Add(all[i]);
            }

            return LedgerRows.Page(found, page.Limit, number);
        }, cancellation);
    }

    private static int FirstAfter<T>(List<T> rows, long after, Func<T, long> number)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (number(rows[middle]) > after)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private Task<T> Run<T>(string portfolio, Func<Ledger, T> action, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            lock (_lock)
                return Task.FromResult(action(_ledgers.GetValueOrDefault(portfolio) ?? new Ledger()));
        }
        catch (Exception e) when (e is PortfolioFencedException or LedgerConflictException)
        {
            return Task.FromException<T>(e);
        }
    }

    private sealed class Ledger
    {
        public SavedPortfolio? Saved { get; private set; }

        public Guid Writer { get; private set; }

        public List<TradeView> Trades { get; } = [];

        public Dictionary<string, List<TradeView>> TradesByOrder { get; } = [];

        public List<OrderView> Orders { get; } = [];

        public Dictionary<string, OrderView> OrdersById { get; } = [];

        public SortedDictionary<EventTime, EquityPoint> Equity { get; } = [];

        public void Add(PortfolioCommit commit)
        {
            var trades = commit.Fills.Select((fill, i) => LedgerRows.Trade(commit.FirstFill + i, fill)).ToList();
            var orders = commit.Decisions.Select((decided, i) => LedgerRows.Order(commit.FirstDecision + i, decided)).ToList();
            Check(trades);
            Check(orders);

            foreach (var trade in trades)
            {
                Trades.Add(trade);
                if (!TradesByOrder.TryGetValue(trade.OrderId, out var ofOrder))
                    TradesByOrder.Add(trade.OrderId, ofOrder = []);
                ofOrder.Add(trade);
            }

            foreach (var order in orders)
            {
                Orders.Add(order);
                OrdersById.Add(order.Id, order);
            }

            foreach (var point in commit.Equity)
                Equity[point.Time] = point;
            var symbols = Saved?.Symbols.ToDictionary() ?? [];
            foreach (var (symbol, state) in commit.Symbols)
                symbols[symbol] = state.ToArray();
            Saved = new SavedPortfolio(commit.Version, commit.State.ToArray(), symbols);
            Writer = commit.Writer;
        }

        private void Check(List<TradeView> trades)
        {
            var ids = new HashSet<(string, int)>();
            foreach (var trade in trades)
            {
                var known = TradesByOrder.GetValueOrDefault(trade.OrderId)?.Any(other => other.FillNumber == trade.FillNumber) ?? false;
                if (known || !ids.Add((trade.OrderId, trade.FillNumber)))
                    throw new LedgerConflictException(LedgerConflict.Fill(trade.OrderId, trade.FillNumber));
                if (Trades.Count > 0 && trade.Number <= Trades[^1].Number)
                    throw new LedgerConflictException(LedgerConflict.FillRow(trade.OrderId, trade.Number));
            }
        }

        private void Check(List<OrderView> orders)
        {
            var ids = new HashSet<string>();
            foreach (var order in orders)
            {
                if (OrdersById.ContainsKey(order.Id) || !ids.Add(order.Id))
                    throw new LedgerConflictException(LedgerConflict.Order(order.Id));
                if (Orders.Count > 0 && order.Number <= Orders[^1].Number)
                    throw new LedgerConflictException(LedgerConflict.OrderRow(order.Id, order.Number));
            }
        }
    }
}
