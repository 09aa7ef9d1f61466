using TradeBooks.Domain.Settings;

namespace TradeBooks.Hosting;

/// <summary>Runs a program, and says what keeps it from running in one line.</summary>
internal static class Entry
{
    private const int WrongSettings = 2;
    private const int Failed = 3;

    /// <param name="program">What it is called.</param>
    /// <param name="run">Runs it, until the first signal to stop.</param>
    /// <returns>0 after an orderly stop, 2 for settings that can't be, 3 where it could not run.</returns>
    public static async Task<int> RunAsync(string program, Func<CancellationToken, Task> run)
    {
        using var signals = new SecondSignal();
        try
        {
            await run(signals.First);
            return 0;
        }
        catch (Exception) when (signals.First.IsCancellationRequested)
        {
            // Stopped while it waited for something, which then says that it has failed.
            return 0;
        }
        catch (Exception e) when (Find<SettingException>(e) is { } wrong)
        {
            await Console.Error.WriteLineAsync($"{program}: {wrong.Message}");
            return WrongSettings;
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException)
        {
            // Of the configuration: a file that is missing, or no JSON.
            await Console.Error.WriteLineAsync($"{program}: {Line((e.InnerException ?? e).Message)}");
            return WrongSettings;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"{program}: {Line(e.GetBaseException().Message)}");
            return Failed;
        }
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }

        return null;
    }
}
