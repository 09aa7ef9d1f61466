using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>Sends bar files to Kafka.</summary>
internal sealed class ProduceRun(TimeProvider clock, Func<TimeSpan> sinceStart)
{
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
        var resolved = routes.Resolve(notices, clock, stop);
        var before = request.Resume
            ? PublishedPositions.Read(request.Kafka, resolved, notices, clock, stop)
            : [.. resolved.Select(_ => PublishedPosition.None)];
        using var publisher = new KafkaPublisher(request.Kafka, resolved, notices, clock);
        var session = new ProduceSession(request, publisher, before, notices, progress, clock, stop);
        var isDone = rounds is null
            ? SendOnce(session, files)
            : SendRounds(session, request, symbols, rounds, before);
        isDone &= session.Flush(null, stop);
        if (!isDone)
            session.Flush(LastPatience, CancellationToken.None);
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

    private static LoopRounds Measure(ProduceRequest request, IReadOnlyList<string> symbols)
    {
        using var files = CsvBarFeedSet.Open(request.Data, symbols, request.Feed);
        return LoopRounds.Measure(files.Feeds, request.Range)
            ?? throw new FeedException(request.Data, "there is no bar that could be repeated");
    }
}
