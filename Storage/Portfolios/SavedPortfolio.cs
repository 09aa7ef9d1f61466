namespace TradeBooks.Storage.Portfolios;

/// <summary>A portfolio's state as last committed.</summary>
/// <param name="Version">Number of the commit, from 1.</param>
/// <param name="State">The engine's state, as it was given.</param>
public sealed record SavedPortfolio(long Version, ReadOnlyMemory<byte> State);
