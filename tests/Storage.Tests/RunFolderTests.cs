namespace TradeBooks.Storage.Tests;

/// <summary>A run's folder at every stage at which a run can be killed. Files say which run they are of.</summary>
public sealed class RunFolderTests
{
    // In the order in which they are put in their places.
    private static readonly string[] Published =
        [RunFolder.TradeLogName, RunFolder.RejectedName, RunFolder.ReportName, RunFolder.SummaryName, RunFolder.StateName];

    public static TheoryData<int, bool, bool> PublishStages
    {
        get
        {
            var stages = new TheoryData<int, bool, bool>();
            for (var moved = 0; moved <= Published.Length; moved++)
            {
                stages.Add(moved, false, false);
                stages.Add(moved, false, true);
                stages.Add(moved, true, false);
                stages.Add(moved, true, true);
            }

            return stages;
        }
    }

    [Fact]
    public void Publish_NewFolder_LeavesTheResultsOnly()
    {
        using var folder = new TemporaryFolder();
        using var run = RunFolder.Open(folder["out"], resume: false);
        Assert.False(run.IsUnfinished);
        Write(run, "new", withRejected: true);
        run.Publish();
        AssertHolds(folder, "new", withRejected: true);
        Assert.False(Directory.Exists(folder["out/.run"]), ".run is still there");
    }

    [Fact]
    public void Publish_OverEarlierResults_ReplacesAllAndTakesAwayTheRest()
    {
        using var folder = Finished("old", withRejected: true);
        using (var run = RunFolder.Open(folder["out"], resume: false))
        {
            AssertHolds(folder, "old", withRejected: true);
            Write(run, "new", withRejected: false);
            AssertHolds(folder, "old", withRejected: true);
            run.Publish();
        }

        AssertHolds(folder, "new", withRejected: false);
    }

    [Fact]
    public void Discard_FailedRun_LeavesEverythingAsItWas()
    {
        using var folder = Finished("old", withRejected: true);
        using (var run = RunFolder.Open(folder["out"], resume: false))
        {
            Write(run, "new", withRejected: true);
            run.Discard();
        }

        AssertHolds(folder, "old", withRejected: true);
        Assert.False(Directory.Exists(folder["out/.run"]), ".run is still there");
        using (var run = RunFolder.Open(folder["fresh"], resume: true))
        {
            Write(run, "new", withRejected: true);
            run.Discard();
        }

        Assert.False(Directory.Exists(folder["fresh"]), "the folder that the run made is still there");
    }

    [Fact]
    public void Open_InUse_RefusesTheSecondAndLeavesTheFirst()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Open(folder["out"], resume: false))
        {
            Write(run, "new", withRejected: false);
            foreach (var resume in new[] { false, true })
            {
                var error = Assert.Throws<StorageException>(() => RunFolder.Open(folder["out"], resume));
                Assert.Contains("in use", error.Message, StringComparison.Ordinal);
            }

            Assert.Equal("new", File.ReadAllText(run.State));
        }

        using var next = RunFolder.Open(folder["out"], resume: true);
        Assert.True(next.IsUnfinished);
    }

    [Fact]
    public void Open_FolderThatCannotBe_NamesIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var error = Assert.Throws<StorageException>(() => RunFolder.Open(folder["file/out"], resume: false));
        Assert.Contains(folder["file/out"], error.Message, StringComparison.Ordinal);
    }

    /// <summary>A run over earlier results is killed after any number of its files were moved.</summary>
    [Theory]
    [MemberData(nameof(PublishStages))]
    public void Open_KilledWhilePublishing_EndsRight(int moved, bool withRejected, bool resume)
    {
        using var folder = Finished("old", withRejected: true);
        KillWhilePublishing(folder, moved, withRejected);

        using var run = RunFolder.Open(folder["out"], resume);
        if (moved > 0)
            AssertHolds(folder, "new", withRejected);
        if (!resume)
        {
            AssertBegun(run);
            return;
        }

        // All that a run is gone on from, and of one run.
        Assert.Equal("new", File.ReadAllText(run.State));
        Assert.Equal("new", File.ReadAllText(run.TradeLog));
        Assert.Equal(withRejected, File.Exists(run.Rejected));
        if (withRejected)
            Assert.Equal("new", File.ReadAllText(run.Rejected));
        File.WriteAllText(run.Report, "new");
        File.WriteAllText(run.Summary, "new");
        run.Publish();
        AssertHolds(folder, "new", withRejected);
        Assert.False(Directory.Exists(folder["out/.run"]), ".run is still there");
    }

    /// <summary>A finished run that is gone on with is killed while its files are copied: any first few are there.</summary>
    [Theory]
    [InlineData]
    [InlineData(RunFolder.RejectedName)]
    [InlineData(RunFolder.RejectedName, RunFolder.StateName)]
    [InlineData(RunFolder.RejectedName, RunFolder.StateName, RunFolder.TradeLogName)]
    public void Open_KilledWhileTakingUpAFinishedRun_TakesItUp(params string[] copied)
    {
        using var folder = Finished("old", withRejected: true);
        Directory.CreateDirectory(folder["out/.run"]);
        foreach (var name in copied)
            File.Copy(folder["out/" + name], folder["out/.run/" + name]);
        File.WriteAllText(folder["out/.run/trading_state.json.tmp"], "half a st");

        using var run = RunFolder.Open(folder["out"], resume: true);
        Assert.All([run.State, run.TradeLog, run.Rejected], path => Assert.Equal("old", File.ReadAllText(path)));
        AssertHolds(folder, "old", withRejected: true);
    }

    /// <summary>A new run over a killed one is killed itself while the older one's files are cleared.</summary>
    [Theory]
    [InlineData(RunFolder.TradeLogName, RunFolder.RejectedName, RunFolder.ReportName, RunFolder.SummaryName)]
    [InlineData(RunFolder.TradeLogName, RunFolder.ReportName)]
    [InlineData(RunFolder.TradeLogName)]
    public void Open_KilledBeforeTheFirstState_StartsOver(params string[] left)
    {
        using var folder = Finished("old", withRejected: true);
        Directory.CreateDirectory(folder["out/.run"]);
        foreach (var name in left)
            File.WriteAllText(folder["out/.run/" + name], "killed");
        using var run = RunFolder.Open(folder["out"], resume: true);
        AssertBegun(run);
        AssertHolds(folder, "old", withRejected: true);
    }

    [Fact]
    public void Open_KilledRunWithoutBadRows_TakesNoneOfAnEarlierRun()
    {
        using var folder = Finished("old", withRejected: true);
        using (var run = RunFolder.Open(folder["out"], resume: false))
            Write(run, "new", withRejected: false);
        using (var run = RunFolder.Open(folder["out"], resume: true))
        {
            Assert.True(run.IsUnfinished);
            Assert.False(File.Exists(run.Rejected), "the earlier run's bad rows were taken for this one's");
            run.Publish();
        }

        AssertHolds(folder, "new", withRejected: false);
    }

    [Fact]
    public void Open_NothingToResume_Begins()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Open(folder["out"], resume: true))
            AssertBegun(run);

        // A trade log alone is no run either.
        using var other = new TemporaryFolder();
        Directory.CreateDirectory(other["out"]);
        File.WriteAllText(other["out/order_book.csv"], "old");
        using var next = RunFolder.Open(other["out"], resume: true);
        AssertBegun(next);
    }

    [Fact]
    public void FindState_RunningThenFinished_FindsTheOneInForce()
    {
        using var folder = Finished("old", withRejected: false);
        Assert.Equal(folder["out/trading_state.json"], RunFolder.FindState(folder["out"]));
        using var run = RunFolder.Open(folder["out"], resume: false);
        Assert.Equal(folder["out/trading_state.json"], RunFolder.FindState(folder["out"]));
        Write(run, "new", withRejected: false);
        Assert.Equal(run.State, RunFolder.FindState(folder["out"]));
    }

    private static TemporaryFolder Finished(string content, bool withRejected)
    {
        var folder = new TemporaryFolder();
        using var run = RunFolder.Open(folder["out"], resume: false);
        Write(run, content, withRejected);
        run.Publish();
        return folder;
    }

    private static void Write(RunFolder run, string content, bool withRejected)
    {
        foreach (var path in new[] { run.TradeLog, run.State, run.Summary, run.Report })
            File.WriteAllText(path, content);
        if (withRejected)
            File.WriteAllText(run.Rejected, content);
    }

    private static void KillWhilePublishing(TemporaryFolder folder, int moved, bool withRejected)
    {
        using (var run = RunFolder.Open(folder["out"], resume: false))
            Write(run, "new", withRejected);
        if (!withRejected)
            File.Delete(folder["out/rejected.csv"]);
        foreach (var name in Published.Take(moved).Where(name => withRejected || name != RunFolder.RejectedName))
            File.Move(folder["out/.run/" + name], folder["out/" + name], overwrite: true);
    }

    private static void AssertBegun(RunFolder run)
    {
        Assert.False(run.IsUnfinished);
        Assert.Equal(0, new FileInfo(run.TradeLog).Length);
        Assert.All([run.State, run.Rejected, run.Report, run.Summary], path => Assert.False(File.Exists(path), $"{path} is there"));
    }

    private static void AssertHolds(TemporaryFolder folder, string content, bool withRejected)
    {
        foreach (var name in Published.Where(name => name != RunFolder.RejectedName || withRejected))
            Assert.True(File.ReadAllText(folder["out/" + name]) == content, $"{name} is not of the {content} run");
        Assert.Equal(withRejected, File.Exists(folder["out/rejected.csv"]));
    }
}
