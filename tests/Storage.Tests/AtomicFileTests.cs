using System.Text;

namespace TradeBooks.Storage.Tests;

public sealed class AtomicFileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_NewAndAgain_LeavesTheLastContentAlone(bool toDisk)
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["file"], stream => stream.Write("the first content"u8), toDisk);
        AtomicFile.Write(folder["file"], stream => stream.Write("second"u8), toDisk);
        Assert.Equal("second", File.ReadAllText(folder["file"]));
        Assert.Equal([folder["file"]], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Write_Meanwhile_TheOldContentIsThere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "old");
        AtomicFile.Write(folder["file"], stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes(new string('x', 1 << 20)));
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(folder["file"]));
        });
        Assert.Equal(1 << 20, new FileInfo(folder["file"]).Length);
    }

    [Fact]
    public void Write_FailsHalfWay_KeepsTheOldContentAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "old");
        var error = Assert.Throws<StorageException>(() => AtomicFile.Write(folder["file"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("the disk is full");
        }));
        Assert.Contains(folder["file"], error.Message, StringComparison.Ordinal);
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(
            folder["file"], _ => throw new InvalidOperationException()));
        Assert.Equal("old", File.ReadAllText(folder["file"]));
        Assert.Equal([folder["file"]], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Write_LeftOverOfAKilledWrite_IsReplaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file.tmp"], new string('x', 1000));
        AtomicFile.Write(folder["file"], stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(folder["file"]));
        Assert.False(File.Exists(folder["file.tmp"]), "the left-over is still there");
    }

    [Fact]
    public void Write_NoSuchFolder_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<StorageException>(() => AtomicFile.Write(folder["no/file"], _ => { }));
        Assert.Contains(folder["no/file"], error.Message, StringComparison.Ordinal);
    }
}
