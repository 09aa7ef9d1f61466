namespace TradeBooks.Storage.Tests;

public sealed class FileLedgerTests
{
    private const string Header = "timestamp,symbol,action,qty,price,notional,cash,equity";

    [Fact]
    public void Create_OverAnOldLog_StartsAnew()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["log"], new string('x', 5000));
        using (var ledger = FileLedger.Create(folder["log"]))
            ledger.Append(Fills.Numbered(1));
        Assert.Equal([Header, Row(1)], File.ReadAllLines(folder["log"]));
    }

    [Fact]
    public void Append_Flushed_IsInTheFileAtItsLength()
    {
        using var folder = new TemporaryFolder();
        using var ledger = FileLedger.Create(folder["log"]);
        Assert.Equal(Header.Length + 1, ledger.Length);
        ledger.Append(Fills.Numbered(1));
        var length = ledger.Length;
        ledger.Flush(toDisk: true);
        Assert.Equal(length, ledger.Length);
        Assert.Equal(length, new FileInfo(folder["log"]).Length);
        Assert.Equal(Header.Length + 1 + Row(1).Length + 1, length);
    }

    [Fact]
    public void Append_MoreThanTheBuffer_KeepsEveryRowInOrder()
    {
        using var folder = new TemporaryFolder();
        const int count = 5000;
        using (var ledger = FileLedger.Create(folder["log"]))
        {
            for (var i = 1; i <= count; i++)
            {
                ledger.Append(Fills.Numbered(i));
                if (i % 777 == 0)
                    ledger.Flush(toDisk: false);
            }
        }

        Assert.Equal(Enumerable.Range(1, count).Select(Row).Prepend(Header), File.ReadAllLines(folder["log"]));
    }

    [Fact]
    public void Continue_AtASavedLength_CutsOffWhatCameAfter()
    {
        using var folder = new TemporaryFolder();
        long saved;
        using (var ledger = FileLedger.Create(folder["log"]))
        {
            ledger.Append(Fills.Numbered(1));
            saved = ledger.Length;
            ledger.Append(Fills.Numbered(2));
            ledger.Append(Fills.Numbered(3));
        }

        using (var ledger = FileLedger.Continue(folder["log"], saved))
        {
            Assert.Equal(saved, ledger.Length);
            ledger.Append(Fills.Numbered(4));
        }

        Assert.Equal([Header, Row(1), Row(4)], File.ReadAllLines(folder["log"]));
    }

    [Fact]
    public void Continue_FileShorterThanSaved_SaysSoAndLeavesIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["log"], "short");
        var error = Assert.Throws<StorageException>(() => FileLedger.Continue(folder["log"], 6));
        Assert.Contains(folder["log"], error.Message, StringComparison.Ordinal);
        Assert.Contains("5 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("6", error.Message, StringComparison.Ordinal);
        Assert.Equal("short", File.ReadAllText(folder["log"]));
        using (File.Open(folder["log"], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            // It was closed again.
        }
    }

    [Fact]
    public void Open_FileThatCannotBe_NamesIt()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(folder["absent"], Assert.Throws<StorageException>(() => FileLedger.Continue(folder["absent"], 0)).Message, StringComparison.Ordinal);
        Assert.Contains(folder["no/log"], Assert.Throws<StorageException>(() => FileLedger.Create(folder["no/log"])).Message, StringComparison.Ordinal);
        Assert.Contains(folder.Root, Assert.Throws<StorageException>(() => FileLedger.Create(folder.Root)).Message, StringComparison.Ordinal);
    }

    private static string Row(int number) => $"2026-03-12T13:53:00.000Z,GOOG,BUY,{number},1.0000,{number}.0000,0.0000,0.0000";
}
