namespace TradeBooks.Storage.Reporting;

/// <summary>A stretch of the page: fixed UTF-8 text, or a slot to fill.</summary>
internal sealed record ReportPart(ReportSlot Slot, byte[] Text);
