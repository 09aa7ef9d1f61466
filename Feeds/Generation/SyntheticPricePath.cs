namespace TradeBooks.Feeds.Generation;

/// <summary>
/// One symbol's price, minute by minute: the market's return times beta, an own return with volatility clusters and
/// rare jumps, overnight gaps, and a mild pull back into the usual range of share prices. Only + − × / and √, which
/// IEEE 754 defines to the last bit, so that every machine makes the same path.
/// </summary>
internal sealed class SyntheticPricePath
{
    // Eight prices make a minute's high and low; two words have eight parts of 16 bits.
    private const int Words = 2;
    private const int PartsPerWord = 4;
    private const int Steps = Words * PartsPerWord;
    private const double MinPrice = 1;

    // The pull per day is Pull · (PullLow / price − price / PullHigh): nothing to speak of between 50 and 500, and
    // for a usual volatility a price below 5 or above 5,000 is rare.
    private const double Pull = 0.002;
    private const double PullLow = 8;
    private const double PullHigh = 3500;
    private const double DailyDrift = 0.0001;

    private const double MaxGap = 0.25;
    private const double JumpFactor = 3;
    private const double NewsGapFactor = 4;
    private const double OpenNoise = 0.15;

    // 16 bits spread evenly around 0 with variance 1.
    private static readonly double PartScale = Math.Sqrt(12) / 65_536;
    private static readonly double StepDeviation = Math.Sqrt(1.0 / Steps);

    private readonly Xoshiro256 _random;
    private readonly Xoshiro256 _volumeRandom;
    private readonly MarketFactor _market;
    private readonly VolatilityClock _clock = new();
    private readonly double _beta;
    private readonly double _minuteDeviation;
    private readonly double _gapDeviation;
    private readonly double _dayVariance;
    private readonly double _sharesPerMinute;
    private double _price;
    private double _stepDrift;

    public SyntheticPricePath(ulong seed, string symbol)
    {
        var own = seed ^ Fnv1a(symbol);
        _random = new Xoshiro256(own);
        _volumeRandom = new Xoshiro256(~own);
        _market = new MarketFactor(seed);

        var unit = _random.NextUnit();
        _price = 20 + 380 * unit * unit;
        var annual = 0.12 + 0.24 * _random.NextUnit();
        _beta = 0.6 + _random.NextUnit();
        _sharesPerMinute = 2_000 + 100_000 * _volumeRandom.NextUnit();
        _minuteDeviation = annual * SessionShape.MinutePerAnnual;
        _gapDeviation = annual * SessionShape.GapPerAnnual;
        _dayVariance = (annual * annual + _beta * _beta * MarketFactor.AnnualVariance) * SessionShape.DayPerAnnualVariance;
    }

    /// <summary>First price of the last minute, in cents.</summary>
    public long Open { get; private set; }

    /// <summary>Highest price of the last minute, in cents.</summary>
    public long High { get; private set; }

    /// <summary>Lowest price of the last minute, in cents.</summary>
    public long Low { get; private set; }

    /// <summary>Last price of the last minute, in cents.</summary>
    public long Close { get; private set; }

    /// <summary>Shares traded in the last minute.</summary>
    public long Volume { get; private set; }

    public void OpenSession()
    {
        _clock.OpenSession(_random.NextNormal());
        var own = _random.NextNormal() * _clock.SessionDeviation * _gapDeviation;

        // About once a quarter the night brings news.
        if ((_random.Next() & 63) == 0)
            own *= NewsGapFactor;
        Move(Math.Clamp(_beta * _market.OpenSession() + own, -MaxGap, MaxGap));

        // Half the variance makes up for what compounding takes.
        var drift = DailyDrift + 0.5 * _dayVariance + Pull * (PullLow / _price - _price / PullHigh);
        _stepDrift = drift / (NyseCalendar.SessionMinutes * Steps);
    }

    public void NextMinute(int minute)
    {
        var shape = SessionShape.Deviations[minute];
        var shared = _stepDrift + _beta * _market.NextMinute(shape) * (1.0 / Steps);
        var scale = _clock.Deviation * shape * _minuteDeviation;
        var chance = _random.Next();

        // A large print now and then, with a chance of 1 in 4,096.
        if (chance >> 52 == 0)
            scale *= JumpFactor;

        Move(Even(chance) * OpenNoise * scale);
        Open = High = Low = Cents();
        var sum = 0.0;
        for (var i = 0; i < Words; i++)
        {
            var word = _random.Next();
            for (var part = 0; part < PartsPerWord; part++, word >>= 16)
            {
                var even = Even(word);
                sum += even;
                Move(shared + even * scale * StepDeviation);
                Close = Cents();
                High = Math.Max(High, Close);
                Low = Math.Min(Low, Close);
            }
        }

        var normal = sum * StepDeviation;
        TradeVolume(shape, normal);
        _clock.AddMinute(normal);
    }

    // Busy where prices move: by the time of day, in clusters, and in the minute itself.
    private void TradeVolume(double shape, double normal)
    {
        var activity = shape * _clock.Deviation * (0.3 + 0.9 * Math.Abs(normal));
        Volume = 1 + (long)(_sharesPerMinute * activity * (0.4 + 1.2 * _volumeRandom.NextUnit()));
    }

    private void Move(double change) => _price = Math.Max(MinPrice, _price * (1 + change));

    private long Cents() => (long)(_price * 100 + 0.5);

    private static double Even(ulong bits) => ((int)(bits & 0xFFFF) - 32_767.5) * PartScale;

    // string.GetHashCode differs from run to run.
    private static ulong Fnv1a(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1_099_511_628_211;
        return hash;
    }
}
