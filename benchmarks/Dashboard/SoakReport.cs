using System.Globalization;

namespace TradeBooks.Benchmarks.Dashboard;

/// <summary>A soak of all views in turn, and its table.</summary>
internal static class SoakReport
{
    private static readonly TimeSpan OfSample = TimeSpan.FromSeconds(10);
    private static readonly string[] Views = ["#/overview", "#/symbol/SYM01", "#/trades", "#/orders", "#/strategies"];

    /// <summary>Shows each view for three samples, again and again, until the time is over.</summary>
    public static async Task<List<PageSample>> RunAsync(PageMeter page, TimeSpan time)
    {
        var samples = new List<PageSample>();
        var count = Math.Max(1, (int)(time / OfSample));
        for (var i = 0; i < count; i++)
        {
            var view = Views[i / 3 % Views.Length];
            if (i % 3 == 0)
                await page.ShowAsync(view);
            var sample = await page.SampleAsync(view, OfSample);
            samples.Add(sample);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{i + 1}/{count} {view} {Megabytes(sample.HeapBytes)} MB, {sample.Nodes:0} nodes, {string.Join(' ', sample.FramesPerSecond)} frames/s, longest {sample.LongestFrame:0} ms"));
        }

        return samples;
    }

    /// <summary>A row for each view, and one for all.</summary>
    public static void Write(TextWriter target, List<PageSample> samples)
    {
        target.WriteLine("| view | heap first, last, most (MB) | nodes first, last | frames/s median, least | seconds below 30 | longest frame (ms) |");
        target.WriteLine("|---|---|---|---|---|---|");
        foreach (var view in samples.GroupBy(sample => sample.View))
            WriteRow(target, view.Key[2..], [.. view]);
        WriteRow(target, "all", samples);
    }

    private static void WriteRow(TextWriter target, string name, List<PageSample> samples)
    {
        var frames = samples.SelectMany(sample => sample.FramesPerSecond).Order().ToList();
        target.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Megabytes(samples[0].HeapBytes)}, {Megabytes(samples[^1].HeapBytes)}, {Megabytes(samples.Max(sample => sample.HeapBytes))} | {samples[0].Nodes:0}, {samples[^1].Nodes:0} | {frames[frames.Count / 2]}, {frames[0]} | {frames.Count(count => count < 30)} of {frames.Count} | {samples.Max(sample => sample.LongestFrame):0} |"));
    }

    private static string Megabytes(double bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
