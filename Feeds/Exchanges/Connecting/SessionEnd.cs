namespace TradeBooks.Feeds.Exchanges.Connecting;

/// <summary>Why a session of a connection is over.</summary>
/// <param name="Reason">In one line.</param>
/// <param name="IsPlanned">Whether nothing went wrong, so that the next may begin at once.</param>
/// <param name="Wait">How long the exchange wants to be left alone, where it says so.</param>
internal sealed record SessionEnd(string Reason, bool IsPlanned = false, TimeSpan? Wait = null);
