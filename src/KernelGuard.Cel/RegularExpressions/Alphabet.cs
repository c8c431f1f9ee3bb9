namespace KernelGuard.Cel.RegularExpressions;

/// <summary>
/// The code points in classes whose members no pattern step tells apart, numbered from 0. Immutable.
/// </summary>
internal sealed class Alphabet
{
    private const int AsciiLimit = 128;
    private readonly ushort[] _ascii = new ushort[AsciiLimit];
    private readonly int[] _starts;
    private readonly ushort[] _classes;
    private readonly int[] _representatives;
    private readonly CodePointSet[] _sets;
    private readonly bool[]?[] _rows;

    public Alphabet(CodePointSet[] sets)
    {
        _sets = sets;
        // What assertions look at is told apart too.
        CodePointSet[] all = [.. sets, CodePointSet.Of('\n'), AsciiClasses.Word];
        var places = new SortedSet<int> { 0 };
        foreach (var set in all)
        {
            places.UnionWith(set.Bounds.ToArray().Where(bound => bound < CodePointSet.Limit));
        }

        _starts = [.. places];
        _classes = new ushort[_starts.Length];
        _representatives = Classify(all);
        _rows = new bool[]?[_representatives.Length];
        for (var i = 0; i < AsciiLimit; i++)
        {
            _ascii[i] = (ushort)Find(i);
        }
    }

    public int ClassCount => _representatives.Length;

    public int ClassOf(int codePoint) => codePoint < AsciiLimit ? _ascii[codePoint] : Find(codePoint);

    /// <summary>Gives one member of a class.</summary>
    public int Representative(int number) => _representatives[number];

    /// <summary>Tells for every set whether the members of a class are in it. Made when it is first asked for; thread-safe.</summary>
    public bool[] Row(int number) => _rows[number] ??= Array.ConvertAll(_sets, set => set.Contains(_representatives[number]));

    private int[] Classify(CodePointSet[] sets)
    {
        var representatives = new List<int>();
        var numbers = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var memberships = new char[sets.Length];
        for (var i = 0; i < _starts.Length; i++)
        {
            for (var j = 0; j < sets.Length; j++)
            {
                memberships[j] = sets[j].Contains(_starts[i]) ? '1' : '0';
            }

            var signature = new string(memberships);
            if (!numbers.TryGetValue(signature, out var number))
            {
                number = (ushort)representatives.Count;
                numbers.Add(signature, number);
                representatives.Add(_starts[i]);
            }

            _classes[i] = number;
        }

        return [.. representatives];
    }

    private int Find(int codePoint)
    {
        var index = Array.BinarySearch(_starts, codePoint);
        return _classes[index >= 0 ? index : ~index - 1];
    }
}
