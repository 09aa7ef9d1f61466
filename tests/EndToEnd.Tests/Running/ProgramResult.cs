namespace TradeBooks.EndToEnd.Tests.Running;

/// <summary>What a finished process left.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Lines of standard error that are not empty.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Fails, with all that the process said, unless it ended like this.</summary>
    public ProgramResult ShouldExit(int code)
    {
        Assert.True(
            ExitCode == code,
            $"exit code {ExitCode} instead of {code}\nstandard output:\n{Output}\nstandard error:\n{Error}");
        return this;
    }

    /// <summary>Fails unless standard error is this program's one line with all these parts.</summary>
    public ProgramResult ShouldSayInOneLine(params string[] parts)
    {
        Assert.True(ErrorLines.Length == 1, $"{ErrorLines.Length} lines instead of 1:\n{Error}");
        Assert.StartsWith("tradebooks: ", Error, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, Error, StringComparison.Ordinal));
        return this;
    }
}
