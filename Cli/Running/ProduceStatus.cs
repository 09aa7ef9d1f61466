using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Running;

/// <summary>How far a run is.</summary>
/// <param name="Fraction">How much of the data is sent, 0 … 1; of this round where it is repeated.</param>
/// <param name="Time">Event time of the last bar.</param>
/// <param name="Records">Records that the client was given.</param>
/// <param name="InFlight">Those of them that are not acknowledged.</param>
/// <param name="Errors">What the client complained about; it goes on by itself.</param>
/// <param name="Elapsed">Wall time since the first record.</param>
internal readonly record struct ProduceStatus(
    double Fraction, EventTime Time, long Records, long InFlight, long Errors, TimeSpan Elapsed);
