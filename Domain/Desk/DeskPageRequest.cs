using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Desk;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="After">Number of the last one seen; 0 for the beginning, which is the latest where they descend.</param>
/// <param name="Limit">Most entries, 1 or more.</param>
/// <param name="Symbol">Only this symbol's; null for all.</param>
/// <param name="Strategy">Only this strategy's; null for all.</param>
/// <param name="Side">Only those of this side; null for both.</param>
/// <param name="IsRefused">Only orders that were refused, or only those that were not; null for both. Not for trades.</param>
/// <param name="IsDescending">Whether the latest come first.</param>
public sealed record DeskPageRequest(
    long After,
    int Limit,
    string? Symbol = null,
    string? Strategy = null,
    Side? Side = null,
    bool? IsRefused = null,
    bool IsDescending = false);
