using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Tests.Indicators;

/// <summary>Any indicator behind one face, so that what holds for all is tested once.</summary>
internal sealed class Probe
{
    /// <summary>Every indicator by name; the recursive ones remember a NaN for ever, the others for their window.</summary>
    public static readonly Dictionary<string, Func<Probe>> All = new()
    {
        ["Ema"] = () => Of(new Ema(5), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close), x => x.Value),
        ["Sma"] = () => Of(new Sma(7), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close), x => x.Value),
        ["Sma(1)"] = () => Of(new Sma(1), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close), x => x.Value),
        ["RollingSum"] = () => Of(
            new RollingSum(7), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close), x => x.Value),
        ["RollingDeviation"] = () => Of(
            new RollingDeviation(7), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close),
            x => x.Value, x => x.Sample, x => x.Mean),
        ["WilderAtr"] = () => Of(
            new WilderAtr(6), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.High, s.Low, s.Close),
            x => x.Value, x => x.TrueRange),
        ["WilderAtr(SkipFirstBar)"] = () => Of(
            new WilderAtr(6, AtrSeed.SkipFirstBar), x => x.Reset(), x => x.IsReady,
            (x, s) => x.Update(s.High, s.Low, s.Close), x => x.Value, x => x.TrueRange),
        ["Rsi"] = () => Of(new Rsi(6), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close), x => x.Value),
        ["Macd"] = () => Of(
            new Macd(3, 6, 4), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close),
            x => x.Value, x => x.Signal, x => x.Histogram, x => x.FastEma, x => x.SlowEma),
        ["BollingerBands"] = () => Of(
            new BollingerBands(7, 2), x => x.Reset(), x => x.IsReady, (x, s) => x.Update(s.Close),
            x => x.Value, x => x.Upper, x => x.Lower, x => x.PercentB, x => x.Width),
        ["RollingVwap"] = () => Of(
            new RollingVwap(7), x => x.Reset(), x => x.IsReady,
            (x, s) => x.Update(s.High, s.Low, s.Close, s.Volume), x => x.Value),
        ["SessionVwap"] = () => Of(
            new SessionVwap(), x => x.Reset(), x => x.IsReady,
            (x, s) => x.Update(s.High, s.Low, s.Close, s.Volume, s.Day), x => x.Value),
    };

    private Action _reset = () => { };
    private Action<Sample> _update = _ => { };
    private Func<bool> _isReady = () => false;
    private Func<double>[] _outputs = [];

    private Probe(IPersistent part) => Part = part;

    public static TheoryData<string> Names => new(All.Keys);

    public IPersistent Part { get; }

    public bool IsReady => _isReady();

    /// <summary>Every named value, as its bits, so that comparing is exact and a NaN equals itself.</summary>
    public long[] Bits => _outputs.Select(o => BitConverter.DoubleToInt64Bits(o())).ToArray();

    public double[] Values => _outputs.Select(o => o()).ToArray();

    public void Update(Sample sample) => _update(sample);

    public void Reset() => _reset();

    /// <summary>Adds up all values without making an array.</summary>
    public double Sum()
    {
        var sum = 0.0;
        foreach (var output in _outputs)
            sum += output();
        return sum;
    }

    private static Probe Of<T>(
        T part, Action<T> reset, Func<T, bool> isReady, Action<T, Sample> update, params Func<T, double>[] outputs)
        where T : IPersistent => new(part)
        {
            _reset = () => reset(part),
            _update = s => update(part, s),
            _isReady = () => isReady(part),
            _outputs = outputs.Select<Func<T, double>, Func<double>>(o => () => o(part)).ToArray(),
        };
}
