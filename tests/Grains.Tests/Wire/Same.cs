using System.Collections;
using System.Reflection;

namespace TradeBooks.Grains.Tests.Wire;

/// <summary>
/// Compares two values by what they hold, lists by their elements, decimals by their bits: a record's own equality
/// compares lists by reference and takes 1.0 for 1.00.
/// </summary>
internal static class Same
{
    public static void Check(object? expected, object? actual) => Check(expected, actual, "value");

    private static void Check(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
        {
            Assert.True(expected is null && actual is null, $"{path}: {expected ?? "null"} became {actual ?? "null"}");
            return;
        }

        var type = expected.GetType();
        if (type.IsPrimitive || type.IsEnum || type == typeof(string))
        {
            Assert.True(expected.Equals(actual), $"{path}: {expected} became {actual}");
        }
        else if (expected is decimal number)
        {
            Assert.True(decimal.GetBits(number).SequenceEqual(decimal.GetBits((decimal)actual)), $"{path}: {expected} became {actual}");
        }
        else if (expected is IDictionary dictionary)
        {
            var other = (IDictionary)actual;
            Assert.Equal(dictionary.Count, other.Count);
            foreach (var key in dictionary.Keys)
                Check(dictionary[key], other[key], $"{path}[{key}]");
        }
        else if (expected is IEnumerable items)
        {
            var (left, right) = (items.Cast<object?>().ToList(), ((IEnumerable)actual).Cast<object?>().ToList());
            Assert.True(left.Count == right.Count, $"{path}: {left.Count} elements became {right.Count}");
            for (var i = 0; i < left.Count; i++)
                Check(left[i], right[i], $"{path}[{i}]");
        }
        else
        {
            Assert.Equal(type, actual.GetType());
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                Check(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
        }
    }
}
