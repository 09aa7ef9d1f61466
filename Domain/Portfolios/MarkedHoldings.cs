using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Portfolios;

/// <summary>
/// What a portfolio holds of each symbol, all strategies together, and the symbols' marks: worth exactly in
/// <see cref="decimal"/> for decisions and the trade log, and as <see cref="double"/> for the statistics of every slot.
/// </summary>
internal sealed class MarkedHoldings(Instrument[] instruments)
{
    private readonly decimal[] _net = new decimal[instruments.Length];
    private readonly Decimal64[] _marks = new Decimal64[instruments.Length];
    private readonly double[] _netValues = new double[instruments.Length];
    private readonly double[] _markValues = new double[instruments.Length];

    // The symbols that are held, in their order, so that sums are taken in one order whatever was bought first.
    private readonly int[] _held = new int[instruments.Length];
    private int _heldCount;

    public bool IsEmpty => _heldCount == 0;

    public decimal Net(int symbol) => _net[symbol];

    public Decimal64 Mark(int symbol) => _marks[symbol];

    public void SetMark(int symbol, Decimal64 price)
    {
        _marks[symbol] = price;
        if (_netValues[symbol] != 0)
            _markValues[symbol] = price.ToDouble();
    }

    /// <summary>Σ position × mark.</summary>
    public decimal Value()
    {
        var value = 0m;
        for (var i = 0; i < _heldCount; i++)
            value += Value(_held[i], _marks[_held[i]]);
        return value;
    }

    /// <summary>The same with another price for one symbol.</summary>
    public decimal ValueWith(int symbol, decimal price)
    {
        var value = 0m;
        for (var i = 0; i < _heldCount; i++)
            value += Value(_held[i], _held[i] == symbol ? price : _marks[_held[i]]);
        return value;
    }

    /// <summary>Σ position × mark and Σ |position × mark|, as numbers for statistics.</summary>
    public (double Net, double Gross) Values()
    {
        var (net, gross) = (0.0, 0.0);
        for (var i = 0; i < _heldCount; i++)
        {
            var value = _netValues[_held[i]] * _markValues[_held[i]];
            net += value;
            gross += Math.Abs(value);
        }

        return (net, gross);
    }

    public void SetNet(int symbol, decimal net)
    {
        var wasHeld = _net[symbol] != 0;
        var isHeld = net != 0;
        _net[symbol] = net;
        _netValues[symbol] = isHeld ? (double)instruments[symbol].Notional(net, 1m) : 0;
        _markValues[symbol] = _marks[symbol].ToDouble();
        if (wasHeld == isHeld)
            return;
        if (wasHeld)
        {
            var at = Array.IndexOf(_held, symbol, 0, _heldCount);
            Array.Copy(_held, at + 1, _held, at, --_heldCount - at);
        }
        else
        {
            var at = _heldCount++;
            for (; at > 0 && _held[at - 1] > symbol; at--)
                _held[at] = _held[at - 1];
            _held[at] = symbol;
        }
    }

    /// <summary>Saves the marks; what is held follows from the strategies' positions.</summary>
    public void PersistMark(int symbol, StateArchive archive)
    {
        var (mantissa, scale) = (_marks[symbol].Mantissa, (int)_marks[symbol].Scale);
        archive.Item("mantissa", ref mantissa);
        archive.Item("scale", ref scale);
        SavedIndex.Check("scale", scale, Decimal64.MaxScale);
        _marks[symbol] = new Decimal64(mantissa, (byte)scale);
    }

    private decimal Value(int symbol, decimal price) => instruments[symbol].Notional(_net[symbol], price);
}
