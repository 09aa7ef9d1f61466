using TradeBooks.Feeds.Exchanges.Connecting;

namespace TradeBooks.Cli.Running;

/// <summary>How a live run has ended.</summary>
/// <param name="IsInterrupted">Whether somebody stopped it before its time.</param>
/// <param name="Elapsed">How long it ran.</param>
/// <param name="Connections">What each connection has seen; books as they were before the end.</param>
internal sealed record LiveEnd(bool IsInterrupted, TimeSpan Elapsed, IReadOnlyList<ConnectionCounters> Connections);
