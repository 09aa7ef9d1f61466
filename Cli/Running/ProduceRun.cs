using System.Globalization;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>Sends bar files to Kafka.</summary>
internal sealed class ProduceRun(TimeProvider clock, Func<TimeSpan> sinceStart)
{
    /// <summary>What to do after a run that did not reach its end.</summary>
    public const string GoOn = "Go on with --resume";

    // How long an interrupted run waits for a broker that may be down.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    /// <summary>Does the run.</summary>
    /// <exception cref="SettingException">A setting, symbol or topic can't be.</exception>
    /// <exception cref="FeedException">The data break the rules, or the partition map does not fit.</exception>
    /// <exception cref="BrokerException">Kafka can't be reached, or a record was given up.</exception>
    /// <exception cref="OperationCanceledException">Stopped before anything was sent.</exception>
    public ProduceResult Run(ProduceRequest request, IProduceProgress progress, CancellationToken stop)
    {
        IReadOnlyList<string> symbols =
            [.. (request.Symbols.Count > 0 ? request.Symbols : CsvBarFeedSet.FindSymbols(request.Data)).Order(StringComparer.Ordinal)];
        var routes = new SymbolRoutes(request.Kafka, symbols);
        var rounds = request.Loop ? Measure(request, symbols) : null;

        // What is wrong with the files is said before a broker is asked.
        using var files = CsvBarFeedSet.Open(request.Data, symbols, request.Feed);
        var notices = new BrokerNotices(progress.Say, clock);
        using var publisher = KafkaPublisher.Open(request.Kafka, routes, notices, clock, stop);
        var before = request.Resume
            ? PublishedPositions.Read(request.Kafka, publisher.Routes, notices, clock, stop)
            : [.. publisher.Routes.Select(_ => PublishedPosition.None)];
        var session = new ProduceSession(request, publisher, before, notices, progress, clock, stop);
        bool isDone;
        try
        {
            isDone = rounds is null
                ? SendOnce(session, files)
                : SendRounds(session, request, symbols, rounds, before);
            isDone &= session.Flush(null, stop);
            if (!isDone)
                session.Flush(LastPatience, CancellationToken.None);
        }
        catch (DeliveryException e)
        {
            Say(progress, e, files);
            throw;
        }

        return new ProduceResult
        {
            Bars = session.Bars,
            Ends = session.Ends,
            Symbols = symbols.Count,
            Topics = routes.TopicCount,
            RejectedRows = session.RejectedRows,
            Sending = session.Elapsed,
            Elapsed = sinceStart(),
            AcknowledgedUpTo = publisher.AcknowledgedUpTo,
            Unacknowledged = publisher.InFlight,
            IsInterrupted = !isDone,
        };
    }

    private static bool SendOnce(ProduceSession session, CsvBarFeedSet files)
    {
        try
        {
            return session.Send(files, TimeSpan.Zero);
        }
        catch (FeedException)
        {
            // What comes before the bad row is good.
            session.Flush(LastPatience, CancellationToken.None);
            throw;
        }
    }

    private static bool SendRounds(
        ProduceSession session, ProduceRequest request, IReadOnlyList<string> symbols, LoopRounds rounds,
        IReadOnlyList<PublishedPosition> before)
    {
        for (var round = before.Min(position => rounds.RoundOf(position.LastBar)); rounds.ShiftOf(round) is { } shift; round++)
        {
            using var files = CsvBarFeedSet.Open(request.Data, symbols, request.Feed);
            if (!session.Send(files, shift))
                return false;
        }

        session.Flush(LastPatience, CancellationToken.None);
        throw new FeedException(request.Data, "repeated once more, its times would come behind the year 9999");
    }

    private static void Say(IProduceProgress progress, DeliveryException e, CsvBarFeedSet files)
    {
        foreach (var failure in e.Failures)
        {
            var route = failure.Route;
            var partition = route.Partition is { } known ? $" partition {Text(known)}" : "";
            var row = failure.Line > 0
                ? $"{files.Feeds.First(feed => feed.Symbol == route.Symbol).FileName} line {Text(failure.Line)}"
                : "end of data";
            progress.Say($"not delivered: {route.Topic}{partition}, key {route.Symbol}, {row}, {failure.Time}: {failure.Reason}");
        }

        if (e.Count > e.Failures.Count)
            progress.Say($"and {Text(e.Count - e.Failures.Count)} more");
        progress.Say(GoOn);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static LoopRounds Measure(ProduceRequest request, IReadOnlyList<string> symbols)
    {
        using var files = CsvBarFeedSet.Open(request.Data, symbols, request.Feed);
        return LoopRounds.Measure(files.Feeds, request.Range)
            ?? throw new FeedException(request.Data, "there is no bar that could be repeated");
    }
}
