"""STORY's order as a transcript: every command and every word it answers, in both languages.

`python tests/test_transcript.py` writes the transcripts anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STORY = r"""
@2026-11-23T09:00
ordertool init book --company "宁波港仓储设备有限公司" --manager wu.gang --name 吴刚 --email wu.gang@example.com
ordertool staff add chen.jie --name 陈洁 --email chen.jie@example.com --department service    --role receptionist
ordertool staff add zhao.min --name 赵敏 --email zhao.min@example.com --department orders     --role processor
ordertool staff add li.na    --name 李娜 --email li.na@example.com    --department sales      --role owner --domain storage --region 浙江 --capacity 8
ordertool staff add sun.tao  --name 孙涛 --email sun.tao@example.com  --department sales      --role owner --domain storage --region 江苏
ordertool staff add he.jun   --name 何军 --email he.jun@example.com   --department production --role support
ordertool staff add qian.yu  --name 钱玉 --email qian.yu@example.com  --department finance    --role finance
ordertool staff away sun.tao --from 2026-12-01 --to 2026-12-05
=chen.jie
ordertool inquire --client "杭州湾物流有限公司" --contact 周敏 --phone 13800001234 --channel phone --matter "120 bays of pallet racking"
ordertool forward 7K3FQ --to li.na --question "load per level?"
=li.na
ordertool reply 7K3FQ --text "2.5 t per level, quotation tomorrow"
@2026-11-24T08:45
=chen.jie
ordertool inquire --client "绍兴立达仓储有限公司" --contact 王芳 --channel wechat --matter "20 bays, second-hand"
ordertool lose 9D2MX --reason "bought elsewhere"
ordertool client add --name "杭州湾物流有限公司" --region 浙江 --contact 周敏 --phone 13800001234 --uscc 91330201MA2AAAAA0Y
ordertool client credit 4H8TR --grade A --line 500000 --days 30 --evidence "2025 accounts, no arrears" --valid-until 2027-06-30
ordertool draft 7K3FQ --client 4H8TR --project "East hall racking" --description "Supply and install, 4 levels" --type standard --domain storage --line "item=Pallet racking;spec=2700x1000x6000;quantity=120;unit=bay;price=1850.00" --line "item=Guard rail;spec=400x3000;quantity=60;unit=piece;price=320.00" --deliver-by 2026-12-20 --deliver-to "宁波市海港路88号" --payment account:30
ordertool review 7K3FQ
ordertool review 7K3FQ --return "deliver_to: no house number"
ordertool submit 7K3FQ --original form.xlsx
ordertool review 7K3FQ --pass
ordertool submit 7K3FQ --original form.xlsx --attach drawing.pdf
=zhao.min
ordertool inbox
ordertool explain 7K3FQ --owner
ordertool assign 7K3FQ --auto
=li.na
ordertool explain 7K3FQ
ordertool explain 7K3FQ --owner
ordertool explain 7K3FQ --due
ordertool decline 7K3FQ --reason "away next week"
=zhao.min
ordertool assign 7K3FQ --to li.na --reason "knows the client"
ordertool reassign 7K3FQ --to sun.tao --reason "li.na is away next week"
ordertool reassign 7K3FQ --to li.na --reason "she is back"
=li.na
ordertool confirm 7K3FQ
ordertool plan 7K3FQ --phase "Survey;2026-11-24;2026-11-26;li.na" --phase "Make;2026-11-27;2026-12-12;he.jun" --phase "Install;2026-12-14;2026-12-18;he.jun" --node "Drawings approved;2026-11-26" --risk "steel late;second supplier agreed" --every 3d
@2026-12-02T10:00
ordertool progress 7K3FQ --state "Frames cut" --percent 40 --eta 2026-12-18 --problem "paint cracked;repaint on 12-02" --via written
ordertool escalate 7K3FQ --problem "crane not available"
=zhao.min
ordertool coordinate 7K3FQ Q1 --with production --with sales --decision "hire a crane for two days"
ordertool resolve 7K3FQ Q1 --solution "crane on site 12-14"
=li.na
ordertool assist 7K3FQ --ask production --need "two welders on 12-15"
=he.jun
ordertool assist 7K3FQ A1 --accept
ordertool assist 7K3FQ A1 --done
=li.na
ordertool contact 7K3FQ --channel phone --text "told the client the install date"
@2026-12-10T16:00
ordertool change 7K3FQ --set deliver_by=2026-12-24 --reason "port closed by typhoon" --cause force-majeure --agreed-by "周敏;phone;2026-12-10T15:00"
=wu.gang
ordertool hold 7K3FQ --reason "credit watch"
ordertool resume 7K3FQ
ordertool cancel 7K3FQ --reason "entered for the wrong order"
ordertool undo 7K3FQ
=li.na
@2026-12-17T11:00
ordertool prepare 7K3FQ --done packaging --done documents --done transport --told "周敏;phone;2026-12-17T10:00" --when 2026-12-18T09:00 --method truck
@2026-12-18T11:00
ordertool deliver 7K3FQ --quantity L1=120 --quantity L2=60 --place "宁波市海港路88号" --delivered-by "driver Wu" --received-by 周敏
ordertool sign 7K3FQ --slip slip.pdf
=chen.jie
ordertool survey 7K3FQ --score 5 --comment "on time"
ordertool complain 7K3FQ --text "two rails scratched"
=zhao.min
ordertool close 7K3FQ
=li.na
ordertool settle 7K3FQ K1 --solution "rails replaced" --feedback "client content"
=zhao.min
ordertool close 7K3FQ
@2027-01-15T10:00
ordertool archive --closed-before 2027-01-15
=qian.yu
ordertool pay 7K3FQ --amount 241200.00 --on 2027-01-10
=zhao.min
ordertool show 7K3FQ
ordertool list --stage closed --owner li.na --limit 50
ordertool archive --closed-before 2027-01-15
ordertool list --archived --owner li.na
ordertool inbox
ordertool due
ordertool list --stage active --owner li.na --overdue --limit 50
ordertool board
ordertool search 货架
ordertool log 7K3FQ
ordertool list --as-of 2026-11-30
ordertool save 7K3FQ
ordertool client show 4H8TR
ordertool staff list
ordertool check
"""
# `doctor` speaks of the machine; test_doctor tells its story. `form` and `report` come later.


ORDER = r"SO-\d{8}-(\w{5})"


def told(language: str, folder: Path) -> str:
    """Run the story with the real program; every command and its answer, with ids and commits as in STORY."""
    for name in ("form.xlsx", "drawing.pdf", "slip.pdf"):
        (folder / name).write_text(name)
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("ORDERTOOL_", "GIT_", "LC_", "LANG"))
    }
    env |= {"ORDERTOOL_LANG": language, "NO_COLOR": "1", "COLUMNS": "120", "GIT_CONFIG_GLOBAL": os.devnull}
    ids: dict[str, str] = {}
    lines = []
    for line in STORY.strip().splitlines():
        if line[0] in "@=":
            env |= {"ORDERTOOL_NOW": line[1:]} if line[0] == "@" else {"ORDERTOOL_ACTOR": line[1:]}
            lines.append(f"# {line[1:]}")
            continue
        words = [ids.get(word, word) for word in shlex.split(line)[1:]]
        done = subprocess.run(
            [sys.executable, "-m", "ordertool", *words],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        env["ORDERTOOL_BOOK"] = str(folder / "book")
        said = done.stdout + done.stderr + (f"[exit {done.returncode}]\n" if done.returncode else "")
        for known, pattern in (("7K3FQ", ORDER), ("9D2MX", ORDER), ("4H8TR", r"\bC-(\w{5})\b")):
            new = [tail for tail in re.findall(pattern, said) if tail not in ids.values()]
            if known not in ids and new:
                ids[known] = new[0]
        for known, real in ids.items():
            said = said.replace(real, known)
        said = re.sub(r"\[[0-9a-f]{9}\]", "[commit]", said).replace(str(folder), "")
        said = re.sub(r"chinesecalendar \S+", "chinesecalendar X", said)
        lines += [f"$ {line}", said]
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_story_is_told_word_for_word(language, tmp_path):
    expected = (HERE / f"story.{language}.txt").read_text("utf-8")
    assert told(language, tmp_path) == expected


if __name__ == "__main__":
    for one in ("en", "zh_CN"):
        (HERE / f"story.{one}.txt").write_text(told(one, Path(tempfile.mkdtemp())), "utf-8")
