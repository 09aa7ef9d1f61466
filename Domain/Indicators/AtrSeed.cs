namespace TradeBooks.Domain.Indicators;

/// <summary>What <see cref="WilderAtr"/> does with the first bar, which has no previous close.</summary>
public enum AtrSeed
{
    /// <summary>Its true range is high − low: ready with bar n (Wilder, LEAN, Tulip; the rule of <c>lss</c>).</summary>
    CountFirstBar,

    /// <summary>It has no true range: ready with bar n + 1 (TA-Lib, Stock.Indicators).</summary>
    SkipFirstBar,
}
