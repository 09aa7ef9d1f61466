namespace TradeBooks.Domain.Engine;

/// <summary>The answer to a symbol's report.</summary>
/// <param name="SymbolIndex">The symbol.</param>
/// <param name="Sequence">The report's last slot.</param>
/// <param name="Step">The report's last step.</param>
/// <param name="Answer">The answer.</param>
public readonly record struct ReportAnswer(int SymbolIndex, long Sequence, int Step, SlotAnswer Answer)
{
    /// <summary>Whether this answers the report.</summary>
    public bool IsFor(SymbolReport report) =>
        SymbolIndex == report.SymbolIndex && Sequence == report.LastSequence && Step == report.LastStep;
}
