using System.Globalization;
using System.Text.Json;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>The state of a run from Kafka.</summary>
internal sealed record SavedTrade(JsonElement Root)
{
    /// <summary>Time of the last slot, ISO 8601; empty before the first.</summary>
    public string Time => Root.GetProperty("time").GetString() ?? "";

    public string Status => Root.GetProperty("status").GetString()!;

    public IReadOnlyList<JsonElement> Partitions => [.. Root.GetProperty("partitions").EnumerateArray()];

    public long LateSlots => Root.GetProperty("engine").GetProperty("lateSlots").GetInt64();

    public long Events => Root.GetProperty("engine").GetProperty("events").GetInt64();

    public long DeadLetters => Sum("deadLetters");

    public long Duplicates => Sum("duplicates");

    public long Revisions => Sum("revisions");

    public long Lost => Sum("lost");

    public long Lag => Sum("lag");

    /// <summary>A number of all partitions together.</summary>
    public long Sum(string name) => Partitions.Sum(partition => partition.GetProperty(name).GetInt64());

    /// <summary>A number of one partition.</summary>
    public long Of(string topic, int number, string name) => Partitions
        .Single(partition => partition.GetProperty("topic").GetString() == topic && partition.GetProperty("partition").GetInt32() == number)
        .GetProperty(name).GetInt64();

    /// <summary>Fails unless nothing was left out, repeated or lost.</summary>
    public void ShouldHaveReadEachOnce() => ShouldHaveCounted(deadLetters: 0, duplicates: 0, lost: 0);

    /// <summary>Fails, with all partitions, unless so much was counted and nothing is left.</summary>
    public void ShouldHaveCounted(long deadLetters, long duplicates, long lost) => Assert.True(
        (DeadLetters, Duplicates, Revisions, Lost, Lag, Status) == (deadLetters, duplicates, 0, lost, 0, "finished"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Status}, {DeadLetters} dead letters ({deadLetters}), {Duplicates} duplicates ({duplicates}), {Revisions} revisions (0), {Lost} lost ({lost}), lag {Lag} (0): {string.Join('\n', Partitions)}"));
}
