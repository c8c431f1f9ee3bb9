using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence.Ledgers;

namespace KernelGuard.Evidence.Verification;

/// <summary>One verification: reads all segments in order and compares what they say with what is known.</summary>
internal sealed class LedgerWalk : IDisposable
{
    private readonly LedgerFolder _folder;
    private readonly LedgerVerifierOptions _options;
    private readonly FindingList _findings;
    private readonly DecisionPairs _pairs;
    private readonly CheckpointBook _checkpoints;
    private readonly ILookup<long, SegmentRoots> _roots;
    private LedgerChain _chain = new();
    private string? _ledgerId;
    private bool _isTreeWhole = true;
    private long _firstSequence;
    private long _records;
    private long _recoveries;
    private long _unfinishedBytes;

    internal LedgerWalk(LedgerFolder folder, LedgerVerifierOptions options, FindingList findings)
    {
        _folder = folder;
        _options = options;
        _findings = findings;
        _pairs = new DecisionPairs(findings);

        // Read before the segments: a writer signs only what is already in them.
        _checkpoints = Directory.Exists(folder.FullPath)
            ? CheckpointBook.Read(folder, options, findings)
            : throw new DirectoryNotFoundException("there is no such folder");
        _roots = SegmentRoots.ReadAll(folder.Roots).ToLookup(static roots => roots.Count);
    }

    internal LedgerVerification Run(CancellationToken cancellationToken)
    {
        var segments = _folder.Segments();
        if (segments.Count > 0 && segments[0] > 0)
        {
            StartAfterRetired(segments[0]);
        }

        for (var i = 0; i < segments.Count && !_findings.IsFull; i++)
        {
            ReadSegment(segments[i], isLast: i == segments.Count - 1, cancellationToken);
        }

        if (_records == 0)
        {
            _findings.Add(LedgerFindingCodes.LedgerEmpty, "", 0, null, "there is no record");
        }

        _checkpoints.Finish(_chain.Count);
        return Result();
    }

    public void Dispose() => _checkpoints.Dispose();

    private void StartAfterRetired(long first)
    {
        _firstSequence = first;
        _pairs.IsPartial = true;
        var name = LedgerFolder.SegmentName(first);
        var start = _roots[first].Select(static roots => roots.ToChain()).FirstOrDefault(static chain => chain is not null);
        if (!_options.AllowRetired)
        {
            _findings.Add(LedgerFindingCodes.SegmentGap, name, 0, 0, "the segments before it are missing");
        }
        else if (start is null || !_checkpoints.IsSigned(first, start.RootText()))
        {
            _findings.Add(LedgerFindingCodes.RootsMismatch, name, 0, first, "no signed checkpoint vouches for the deleted segments before it");
        }

        Restart(first, start);
    }

    /// <summary>Goes on after a gap: chain and tree are as roots.jsonl says, or unknown.</summary>
    private void Restart(long first, LedgerChain? start)
    {
        _isTreeWhole = start is not null;
        _chain = start ?? new LedgerChain(
            MerkleFrontier.Restore(first, [.. Enumerable.Repeat(new byte[MerkleFrontier.HashBytes], System.Numerics.BitOperations.PopCount((ulong)first))])!,
            new byte[MerkleFrontier.HashBytes]);
    }

    private void ReadSegment(long first, bool isLast, CancellationToken cancellationToken)
    {
        var name = LedgerFolder.SegmentName(first);
        if (first != _chain.Count)
        {
            _findings.Add(LedgerFindingCodes.SegmentGap, name, 0, _chain.Count, "the segment does not continue the one before it");
            _pairs.IsPartial = true;
            Restart(first, start: null);
        }
        else if (_isTreeWhole && _roots[first].Any(roots => roots.ToLine() != SegmentRoots.Of(_chain).ToLine()))
        {
            _findings.Add(LedgerFindingCodes.RootsMismatch, name, 0, first, "roots.jsonl disagrees with the records before it");
        }

        using var reader = new LineReader(_folder.Segment(first));
        while (!_findings.IsFull && reader.TryRead(out var leafInput))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.IsTerminated)
            {
                ReadRecord(leafInput, name, reader.LineNumber);
            }
            else if (isLast)
            {
                _unfinishedBytes = leafInput.Length - 1;
            }
            else
            {
                _findings.Add(LedgerFindingCodes.UnfinishedLine, name, reader.LineNumber, _chain.Count, "the line has no line feed");
            }
        }
    }

    private void ReadRecord(ReadOnlySpan<byte> leafInput, string file, long line)
    {
        var place = _chain.Count;
        var header = RecordScanner.Scan(leafInput[1..], _chain.Previous);
        if (header.Problem is { } problem)
        {
            _findings.Add(LedgerFindingCodes.MalformedRecord, file, line, place, problem);
        }

        if (!header.NamesPrevious && (_isTreeWhole || line > 1))
        {
            _findings.Add(LedgerFindingCodes.ChainBroken, file, line, place, "`prev` is not the hash of the line before");
        }

        if (header.Sequence >= 0 && header.Sequence != place)
        {
            _findings.Add(LedgerFindingCodes.WrongSequence, file, line, place, $"`seq` is not the number of the record's place");
        }

        _pairs.Add(header, file, line);
        _ledgerId ??= place == 0 ? CanonicalJsonHash.Of(leafInput[1..]) : null;
        _recoveries += header.Type == EvidenceRecordType.Recovery ? 1 : 0;
        _records++;
        _chain.Append(leafInput);
        if (_isTreeWhole)
        {
            _checkpoints.Compare(_chain, _ledgerId);
        }
    }

    private LedgerVerification Result() => new(_findings.All)
    {
        RecordCount = _records,
        FirstSequence = _firstSequence,
        OpenDecisions = _pairs.Open(),
        Recoveries = _recoveries,
        CheckpointsCovered = _checkpoints.Covered,
        LastCheckpoint = _checkpoints.LastCovered,
        Root = _isTreeWhole ? _chain.RootText() : "",
        WhatCannotBeKnown = [.. Limits()],
    };

    private IEnumerable<string> Limits()
    {
        var covered = _checkpoints.LastCovered?.Count ?? 0;
        var trusted = Math.Min(covered, _checkpoints.MaxTrustedCount);
        yield return trusted == 0
            ? "no checkpoint from outside the folder was given: whoever can write the folder and holds the key could have replaced all of it"
            : $"records after the first {trusted} are vouched for only by the folder itself: a later end could have been cut or rewritten";
        if (_chain.Count > covered)
        {
            yield return $"no checkpoint covers the last {_chain.Count - covered} records: a change that keeps the chain whole would not show";
        }

        if (_options.PublicKeys.IsEmpty)
        {
            yield return "no public key was given: the keys in the folder were believed";
        }

        if (_firstSequence > 0)
        {
            yield return $"the first {_firstSequence} records are not there: what they said, and whether retention deleted them, cannot be known";
        }

        if (_unfinishedBytes > 0)
        {
            yield return $"the last {_unfinishedBytes} bytes are an unfinished line: a writer at work, or a crash";
        }

        yield return "whether every call reached the guard, and whether a tool did what its outcome says";
    }
}
