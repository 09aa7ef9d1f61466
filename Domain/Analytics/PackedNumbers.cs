using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Saves rows of doubles. Where all of them are short decimals, as prices are, they are saved as integers, each less
/// the one above it: a third of the text, and several times as fast to write. Every bit survives either way.
/// </summary>
internal static class PackedNumbers
{
    /// <summary>The numbers are saved as they are.</summary>
    private const int NotDecimal = -1;

    private const int MostDecimals = 12;

    // Integers up to here are doubles too.
    private const double MostMantissa = 9_007_199_254_740_992;

    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    /// <param name="archive">Where to.</param>
    /// <param name="numbers">Rows one after the other; on restoring, room for them.</param>
    /// <param name="width">Numbers in a row.</param>
    public static void Persist(StateArchive archive, double[] numbers, int width)
    {
        var decimals = archive.IsLoading ? 0 : Decimals(numbers);
        archive.Item("decimals", ref decimals);
        if (decimals == NotDecimal)
        {
            archive.Item("numbers", numbers);
            return;
        }

        if (decimals is < 0 or > MostDecimals)
            throw new StateException($"saved state: 'decimals' is {decimals}");
        var power = PowersOfTen[decimals];
        var mantissas = new long[numbers.Length];
        if (!archive.IsLoading)
        {
            for (var i = 0; i < numbers.Length; i++)
                mantissas[i] = (long)Math.Round(numbers[i] * power);
            for (var i = numbers.Length - 1; i >= width; i--)
                mantissas[i] -= mantissas[i - width];
        }

        archive.Item("numbers", mantissas);
        if (!archive.IsLoading)
            return;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i >= width)
                mantissas[i] = unchecked(mantissas[i] + mantissas[i - width]);
            numbers[i] = mantissas[i] / power;
        }
    }

    /// <summary>The fewest decimals that give back every number to the last bit.</summary>
    private static int Decimals(double[] numbers)
    {
        var decimals = 0;
        foreach (var number in numbers)
        {
            while (!IsDecimal(number, decimals))
            {
                if (++decimals > MostDecimals)
                    return NotDecimal;
            }
        }

        // More decimals may have made the mantissa of an earlier number too long.
        return Array.TrueForAll(numbers, number => IsDecimal(number, decimals)) ? decimals : NotDecimal;
    }

    private static bool IsDecimal(double number, int decimals)
    {
        var mantissa = Math.Round(number * PowersOfTen[decimals]);
        return Math.Abs(mantissa) <= MostMantissa
            && BitConverter.DoubleToInt64Bits((long)mantissa / PowersOfTen[decimals])
                == BitConverter.DoubleToInt64Bits(number);
    }
}
