namespace TradeBooks.Storage.Reporting;

/// <summary>What comes at a place of the page.</summary>
internal enum ReportSlot
{
    /// <summary>The same text in every report.</summary>
    Fixed,
    Title,
    Version,
    Data,
}
