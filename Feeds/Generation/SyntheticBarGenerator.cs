using System.IO.Compression;
using System.Runtime.ExceptionServices;

namespace TradeBooks.Feeds.Generation;

/// <summary>
/// Writes synthetic bars in the project's CSV format: US regular sessions, times in UTC, prices in whole cents, one
/// file per symbol. The market behind it has the traits that a strategy meets in real data: volatility in clusters
/// and by the time of day, fat tails, overnight gaps, correlated symbols.
/// </summary>
public static class SyntheticBarGenerator
{
    private const int SessionsPerReport = 32;

    /// <summary>
    /// Writes <c>SYMBOL.csv</c> for every symbol into <paramref name="folder"/>, which is made where it is missing. A
    /// file appears whole or not at all, in place of an earlier one. Symbols are made in parallel; memory stays below
    /// 1 MB each, whatever the length.
    /// </summary>
    /// <param name="options">What to make.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="progress">Called now and then with growing numbers, from one thread at a time, not always the same.</param>
    /// <param name="cancellation">Stops the run; files already whole stay.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message names it.</exception>
    /// <exception cref="IOException">The folder or a file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be written.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static GenerationResult Generate(
        SyntheticBarOptions options, string folder, Action<GenerationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options.Validate();
        Directory.CreateDirectory(folder);

        var sessions = options.Sessions();
        var barsPerSession = (NyseCalendar.SessionMinutes + options.IntervalMinutes - 1) / options.IntervalMinutes;
        var meter = new Meter(progress, (long)sessions.Count * barsPerSession * options.Symbols.Count);
        var files = new GeneratedFile[options.Symbols.Count];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellation,
        };
        try
        {
            Parallel.For(0, files.Length, parallel, i =>
                files[i] = WriteFile(options, options.Symbols[i], sessions, folder, meter, cancellation));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return new GenerationResult(files, sessions.Count, files.Sum(f => f.Rows), files.Sum(f => f.Bytes));
    }

    private static GeneratedFile WriteFile(
        SyntheticBarOptions options, string symbol, List<DateOnly> sessions, string folder, Meter meter,
        CancellationToken cancellation)
    {
        var name = symbol + (options.Gzip ? ".csv.gz" : ".csv");
        var path = Path.Combine(folder, name);
        var unfinished = Path.Combine(folder, $".{name}.unfinished");

        // Outside the try: where another run holds the file, it is not ours to delete.
        var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            long rows;
            using (file)
            using (var packed = options.Gzip ? new GZipStream(file, CompressionLevel.Optimal) : null)
            {
                var writer = new BarCsvWriter((Stream?)packed ?? file, options.WithVolume);
                WriteBars(options, symbol, sessions, writer, meter, cancellation);
                rows = writer.Rows;
            }

            var bytes = new FileInfo(unfinished).Length;
            File.Move(unfinished, path, overwrite: true);
            return new GeneratedFile(symbol, path, rows, bytes);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static void WriteBars(
        SyntheticBarOptions options, string symbol, List<DateOnly> sessions, BarCsvWriter writer, Meter meter,
        CancellationToken cancellation)
    {
        var path = new SyntheticPricePath(options.Seed, symbol);
        writer.WriteHeader();
        long reported = 0;
        for (var i = 0; i < sessions.Count; i++)
        {
            WriteSession(path, sessions[i], options.IntervalMinutes, writer);
            if (i % SessionsPerReport != SessionsPerReport - 1)
                continue;
            cancellation.ThrowIfCancellationRequested();
            meter.Add(writer.Rows - reported);
            reported = writer.Rows;
        }

        writer.Flush();
        meter.Add(writer.Rows - reported);
    }

    private static void WriteSession(SyntheticPricePath path, DateOnly date, int interval, BarCsvWriter writer)
    {
        writer.StartDay(date);
        path.OpenSession();
        var start = NyseCalendar.OpenMinuteUtc(date);
        for (var first = 0; first < NyseCalendar.SessionMinutes; first += interval)
        {
            path.NextMinute(first);
            var (open, high, low, volume) = (path.Open, path.High, path.Low, path.Volume);
            var end = Math.Min(first + interval, NyseCalendar.SessionMinutes);
            for (var minute = first + 1; minute < end; minute++)
            {
                path.NextMinute(minute);
                high = Math.Max(high, path.High);
                low = Math.Min(low, path.Low);
                volume += path.Volume;
            }

            writer.WriteBar(start + first, open, high, low, path.Close, volume);
        }
    }

    /// <summary>Adds up the rows of all threads and passes them on, one report at a time.</summary>
    private sealed class Meter(Action<GenerationProgress>? progress, long total)
    {
        private readonly Lock _lock = new();
        private long _done;

        public void Add(long rows)
        {
            lock (_lock)
            {
                _done += rows;
                if (rows > 0)
                    progress?.Invoke(new GenerationProgress(_done, total));
            }
        }
    }
}
