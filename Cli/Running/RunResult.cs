using TradeBooks.Domain.Analytics;

namespace TradeBooks.Cli.Running;

/// <summary>A finished run.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Elapsed">Wall time from the start of the process.</param>
/// <param name="BarsProcessed">Bars and other events of this process; fewer than in all after a resumption.</param>
/// <param name="RejectedRows">Bad rows or frames that were left out.</param>
/// <param name="IsInterrupted">Whether it was stopped before the end; then there are no results yet.</param>
internal sealed record RunResult(ReportData Report, TimeSpan Elapsed, long BarsProcessed, long RejectedRows, bool IsInterrupted)
{
    /// <summary>What its events are called, in the plural.</summary>
    public string Noun { get; init; } = "bars";

    /// <summary>What is left out one by one where it is bad, in the singular.</summary>
    public string Row { get; init; } = "row";

    /// <summary>Records that went to dead-letter topics.</summary>
    public long DeadLetters { get; init; }
}
