using TradeBooks.Domain.Engine;
using TradeBooks.Domain.State;

namespace TradeBooks.Cli.Serving;

/// <summary>
/// Reads a symbol's indicators from what its strategies save: each part's <c>value</c> under the part's name, and the
/// strategy's own numbers under theirs.
/// </summary>
internal sealed class StrategyFigures : StateArchive
{
    private const string Value = "value";
    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly string _portfolio;
    private string _strategy = "";
    private string? _path;

    private StrategyFigures(string portfolio) => _portfolio = portfolio;

    public override bool IsLoading => false;

    /// <summary>Figures by portfolio, strategy and name: <c>default/lss/atr</c>.</summary>
    public static IReadOnlyDictionary<string, double> Read(string portfolio, SymbolEngine engine)
    {
        var figures = new StrategyFigures(portfolio);
        engine.Persist(figures);
        return figures._figures;
    }

    public override void Item(string name, ref double value) => Add(name, value);

    public override void Item(string name, ref decimal value) => Add(name, (double)value);

    public override void Item(string name, ref string value)
    {
        if (_path is null && name == "id")
            _strategy = value;
    }

    public override void Item(string name, IPersistent part)
    {
        var before = _path;
        if (before is null && name != "state")
            return;
        _path = before switch
        {
            null => "",
            "" => name,
            _ => $"{before}.{name}",
        };
        part.Persist(this);
        _path = before;
    }

    public override void List(string name, ref int count, Action<int, StateArchive> item)
    {
        if (_path is not null || name != "strategies")
            return;
        for (var i = 0; i < count; i++)
            item(i, this);
    }

    public override void Item(string name, ref bool value)
    {
    }

    public override void Item(string name, ref int value)
    {
    }

    public override void Item(string name, ref long value)
    {
    }

    public override void Item(string name, double[] values)
    {
    }

    public override void Item(string name, long[] values)
    {
    }

    public override void Item(string name, decimal[] values)
    {
    }

    private void Add(string name, double value)
    {
        if (_path is "")
            _figures[$"{_portfolio}/{_strategy}/{name}"] = value;
        else if (_path is not null && name == Value)
            _figures[$"{_portfolio}/{_strategy}/{_path}"] = value;
    }
}
