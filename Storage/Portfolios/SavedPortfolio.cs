namespace TradeBooks.Storage.Portfolios;

/// <summary>A portfolio's state as last committed.</summary>
/// <param name="Version">Number of the commit, from 1.</param>
/// <param name="State">What of the engine's state is not a symbol's, as it was given.</param>
/// <param name="Symbols">The symbols' parts of it by their numbers, each as it was given last.</param>
public sealed record SavedPortfolio(long Version, ReadOnlyMemory<byte> State, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> Symbols);
